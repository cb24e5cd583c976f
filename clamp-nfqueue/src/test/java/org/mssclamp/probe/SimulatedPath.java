// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.mssclamp.channel.ErrnoException;
import org.mssclamp.netlink.Errno;
import org.mssclamp.probe.ProbeAnswer.Kind;

/**
 * A path with a time of its own: nothing in it waits, and everything in it comes again with the same seed.
 *
 * <p>Router n has the address 192.0.2.n. The link of index n is that behind router n; that of index 0 begins here, and the last
 * ends at the host. Mutable; as made, it loses nothing, takes a millisecond for each link, and tells what is too big.
 */
public final class SimulatedPath implements ProbeSockets, ProbeClock {
    private final List<Integer> links;
    private final Random random;

    private long nowNs;
    private double loss;
    private boolean tells = true;
    private OptionalInt lie = OptionalInt.empty();
    private double answersASecond = Double.POSITIVE_INFINITY;
    private double answersLeft = 6;
    private long refilledNs;
    private Set<ProbeMethod> answered = EnumSet.of(ProbeMethod.ICMP, ProbeMethod.UDP);
    private Set<Integer> mute = Set.of();
    private int mss = Integer.MAX_VALUE;
    private int wayBack = Integer.MAX_VALUE;
    private Set<ProbeMethod> forbidden = Set.of();
    private int kernelMtu = Integer.MAX_VALUE;
    private Optional<TcpPath.Segment> fate = Optional.empty();
    private int sent;
    private int closesAfter = Integer.MAX_VALUE;

    /** One with links of these MTUs, in octets. */
    public SimulatedPath(long seed, Integer... links) {
        this.links = List.of(links);
        random = new Random(seed);
    }

    /** Each link from now on loses this share of packets, in both directions together. */
    SimulatedPath losing(double share) {
        loss = share;
        return this;
    }

    /** Routers no longer tell what is too big. */
    public SimulatedPath silent() {
        tells = false;
        return this;
    }

    /** Somebody tells of each packet larger than this that it was too big, and that this is the MTU. */
    SimulatedPath lying(int mtu) {
        lie = OptionalInt.of(mtu);
        return this;
    }

    /** The host answers six packets, and then so many a second. */
    SimulatedPath answering(double packetsASecond) {
        answersASecond = packetsASecond;
        return this;
    }

    SimulatedPath answering(Set<ProbeMethod> methods) {
        answered = methods;
        return this;
    }

    /** The MSS that the host announces; as made, it takes any. */
    SimulatedPath taking(int octets) {
        mss = octets;
        return this;
    }

    /** The way back carries no larger packets, and nobody says so. */
    SimulatedPath returning(int mtu) {
        wayBack = mtu;
        return this;
    }

    /** Methods that take a permission that we have not. */
    SimulatedPath forbidding(Set<ProbeMethod> methods) {
        forbidden = methods;
        return this;
    }

    /** What becomes of the full segment, whatever its size. */
    SimulatedPath ending(TcpPath.Segment segment) {
        fate = Optional.of(segment);
        return this;
    }

    /** Routers that do not say that a packet had no hops left. */
    SimulatedPath mute(Integer... routers) {
        mute = Set.of(routers);
        return this;
    }

    /** Nothing passes any more after so many packets. */
    public SimulatedPath closingAfter(int packets) {
        closesAfter = packets;
        return this;
    }

    static InetAddress router(int number) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) number});
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public long nowNs() {
        return nowNs;
    }

    @Override
    public void sleep(Duration time) {
        nowNs += time.toNanos();
    }

    @Override
    public int localMtu(ProbeTarget target) {
        return links.get(0);
    }

    @Override
    public Optional<TcpPath> connect(ProbeTarget target, Duration patience) {
        permit(ProbeMethod.TCP);
        int mtu = links.stream().mapToInt(Integer::intValue).min().orElseThrow();
        int offered = target.family().mss(links.get(0));
        int full = largestSegment(target);
        boolean fits = full <= mtu;
        TcpPath.Segment segment =
                fate.orElse(fits ? TcpPath.Segment.THROUGH : tells ? TcpPath.Segment.REDUCED : TcpPath.Segment.LOST);
        kernelMtu = fits || !tells ? kernelMtu : mtu;
        nowNs += segment == TcpPath.Segment.LOST ? patience.toNanos() : 0;
        return Optional.of(new TcpPath(
                true,
                offered,
                OptionalInt.of(Math.min(mss, offered)),
                full,
                segment,
                Math.min(kernelMtu, links.get(0))));
    }

    /** As a packet. */
    private int largestSegment(ProbeTarget target) {
        int allowed = mss == Integer.MAX_VALUE ? mss : mss + target.family().fixedHeaderOctets();
        return Math.min(links.get(0), Math.min(kernelMtu, allowed));
    }

    @Override
    public boolean permits(ProbeMethod method, ProbeTarget target) {
        return !forbidden.contains(method);
    }

    private void permit(ProbeMethod method) {
        if (forbidden.contains(method)) {
            throw new ErrnoException("send by " + method.label(), Errno.EPERM, "be root");
        }
    }

    @Override
    public ProbeSocket open(ProbeMethod method, ProbeTarget target, int octets, int hops) {
        permit(method);
        return new Socket(method, target, octets, hops);
    }

    private record Arrival(long atNs, ProbeAnswer answer) {}

    private final class Socket implements ProbeSocket {
        private final ProbeMethod method;
        private final ProbeTarget target;
        private final int octets;
        private final int hops;
        private final PriorityQueue<Arrival> arrivals = new PriorityQueue<>(Comparator.comparingLong(Arrival::atNs));

        Socket(ProbeMethod method, ProbeTarget target, int octets, int hops) {
            this.method = method;
            this.target = target;
            this.octets = octets;
            this.hops = hops;
        }

        @Override
        public void send() {
            if (method == ProbeMethod.TCP && octets > largestSegment(target)) {
                arrive(0, new ProbeAnswer(Kind.TOO_BIG_HERE, target.address(), largestSegment(target)));
                return;
            }
            if (lie.isPresent() && octets > lie.getAsInt()) {
                arrive(0, new ProbeAnswer(Kind.TOO_BIG, router(66), lie.getAsInt()));
            }
            boolean closed = ++sent > closesAfter;
            for (int link = 0; link < links.size() && !closed; link++) {
                if (octets > links.get(link)) {
                    tooBig(link);
                    return;
                }
                if (random.nextDouble() < loss) {
                    return;
                }
                if (link + 1 < links.size() && link + 1 == hops) {
                    if (!mute.contains(hops)) {
                        arrive(hops, new ProbeAnswer(Kind.EXPIRED, router(hops), 0));
                    }
                    return;
                }
            }
            boolean comesBack = method != ProbeMethod.ICMP || octets <= wayBack;
            if (!closed && answered.contains(method) && comesBack && hasToken()) {
                arrive(links.size(), new ProbeAnswer(Kind.ARRIVED, target.address(), 0));
            }
        }

        private void tooBig(int link) {
            if (link == 0) {
                arrive(0, new ProbeAnswer(Kind.TOO_BIG_HERE, target.address(), links.get(0)));
            } else if (tells && method == ProbeMethod.TCP) {
                kernelMtu = links.get(link);
                arrive(link, new ProbeAnswer(Kind.TOO_BIG_HERE, target.address(), kernelMtu));
            } else if (tells) {
                arrive(link, new ProbeAnswer(Kind.TOO_BIG, router(link), links.get(link)));
            }
        }

        private void arrive(int link, ProbeAnswer answer) {
            arrivals.add(new Arrival(nowNs + Duration.ofMillis(link).toNanos(), answer));
        }

        @Override
        public Optional<ProbeAnswer> await(Duration patience) {
            Arrival next = arrivals.peek();
            if (next == null || next.atNs() > nowNs + patience.toNanos()) {
                nowNs += patience.toNanos();
                return Optional.empty();
            }
            nowNs = Math.max(nowNs, next.atNs());
            arrivals.remove();
            return Optional.of(next.answer());
        }

        @Override
        public void close() {
            arrivals.clear();
        }
    }

    /** A bucket of six tokens. */
    private boolean hasToken() {
        if (answersASecond == Double.POSITIVE_INFINITY) {
            return true;
        }
        answersLeft = Math.min(6, answersLeft + (nowNs - refilledNs) / 1e9 * answersASecond);
        refilledNs = nowNs;
        if (answersLeft < 1) {
            return false;
        }
        answersLeft--;
        return true;
    }
}
