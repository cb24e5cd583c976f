// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import inet.ipaddr.IPAddressString;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.mssclamp.channel.Attributes;
import org.mssclamp.channel.BatchOctets;
import org.mssclamp.channel.KernelOctets;
import org.mssclamp.channel.MessageBatch;
import org.mssclamp.channel.NetlinkChannel;
import org.mssclamp.packet.Family;

/**
 * A scripted rtnetlink with one socket that asks for routes, and a clock that only its delays move.
 *
 * <p>Like Linux it knows one route for packets that come in by an interface, another for those of its own; an own IPv4
 * packet must have an own source, and goes by the interface that is asked for whether or not a route leads there. It
 * overwrites what was sent with 0xA5, and all slots before each receive. Not thread-safe.
 */
public final class FakeRoutes implements NetlinkChannel {
    /**
     * What was asked.
     *
     * @param from empty if it was not said
     * @param in index of an interface, 0 if it was not said
     * @param out index of an interface, 0 if it was not said
     */
    public record Question(String to, String from, int in, int out, int mark, int tos) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Answer(long dueNs, byte[] datagram) {}

    private static final int RTM_GETROUTE = 26;
    private static final int REQUEST = 1;
    private static final int NLMSGHDR_OCTETS = 16;
    private static final int RTMSG_OCTETS = 12;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int RTA_DST = 1;
    private static final int RTA_SRC = 2;
    private static final int RTA_IIF = 3;
    private static final int RTA_OIF = 4;
    private static final int RTA_MARK = 16;
    private static final int RTA_IP_PROTO = 27;
    private static final int TCP = 6;

    private static final long NS_PER_MILLI = 1_000_000;
    /** A second before the clock overflows. */
    private static final long BEGINNING_NS = Long.MAX_VALUE - 1_000_000_000;

    private final Map<String, FakeRoute> forwarded = new HashMap<>();
    private final Map<String, FakeRoute> own = new HashMap<>();
    private final Set<String> addresses = new HashSet<>();
    private final Set<String> unanswered = new HashSet<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<List<Question>> sends = new ArrayList<>();

    private UnaryOperator<byte[]> distortion = octets -> octets;
    private long nowNs = BEGINNING_NS;
    private long delayNs;
    private long receiveNs;
    private int answersInAReceive = Integer.MAX_VALUE;
    private int repetitions = 1;
    private byte @Nullable [] flood;
    private boolean silent;
    private int sendErrno;
    private int receiveErrno;
    private int receives;
    private boolean closed;

    /** Packets to this address have this route, wherever they come from. */
    public FakeRoutes route(String to, FakeRoute route) {
        forwarded.put(canonical(to), route);
        own.put(canonical(to), route);
        return this;
    }

    /** Packets to this address that come in by an interface have this route. */
    public FakeRoutes forwarded(String to, FakeRoute route) {
        forwarded.put(canonical(to), route);
        return this;
    }

    /** Packets of its own to this address have this route. */
    public FakeRoutes own(String to, FakeRoute route) {
        own.put(canonical(to), route);
        return this;
    }

    /** Has this address itself. */
    FakeRoutes address(String... texts) {
        for (String text : texts) {
            addresses.add(canonical(text));
        }
        return this;
    }

    /** Answers what is asked from now on after so long. */
    void delay(long ns) {
        delayNs = ns;
    }

    /** Answers nothing from now on. */
    public void silent(boolean yes) {
        silent = yes;
    }

    /** Answers nothing about packets to this address. */
    void silentAbout(String to) {
        unanswered.add(canonical(to));
    }

    /** Refuses to be asked with this errno, until it is 0 again. */
    void refuseSends(int errno) {
        sendErrno = errno;
    }

    /** Fails the next receive with this errno. */
    void refuseReceive(int errno) {
        receiveErrno = errno;
    }

    /** Has no more answers ready in one receive. */
    void answersInAReceive(int count) {
        answersInAReceive = count;
    }

    /** Makes of each answer from now on what comes instead. */
    void distort(UnaryOperator<byte[]> change) {
        distortion = change;
    }

    /** Gives each answer from now on so many times. */
    void repeat(int times) {
        repetitions = times;
    }

    /** Puts a datagram of any octets before the answers that have come. */
    void deliver(byte[] datagram) {
        answers.addFirst(new Answer(nowNs, datagram));
    }

    /** Every receive brings this datagram and nothing else. */
    void flood(byte[] datagram) {
        flood = datagram;
    }

    /** Each receive takes so long. */
    void receiveTakes(long ns) {
        receiveNs = ns;
    }

    /** Lets time pass. */
    public void pass(long ns) {
        nowNs += ns;
    }

    /** What a worker asks it by, who knows these links. */
    public RoutePaths paths(Links links) {
        return new RoutePaths(this, links, new RouteChanges(), this::nowNs);
    }

    /** Nanoseconds on its clock, which overflows a second after its beginning. */
    public long nowNs() {
        return nowNs;
    }

    /** What was asked, by the sends that were not refused. */
    public List<List<Question>> sends() {
        return List.copyOf(sends);
    }

    /** How often the socket was read. */
    public int receives() {
        return receives;
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public int sendReplies(MessageBatch batch, int from, int to) {
        byte[] gathered = BatchOctets.gather(batch, from, to);
        if (sendErrno != 0) {
            return -sendErrno;
        }
        List<Question> questions = new ArrayList<>();
        ByteBuffer buffer = KernelOctets.host(gathered);
        int next = 0;
        while (next < gathered.length) {
            byte[] request = Arrays.copyOfRange(gathered, next, next + buffer.getInt(next));
            questions.add(handle(request));
            next += (request.length + 3) & ~3;
        }
        sends.add(questions);
        BatchOctets.poisonReplies(batch, from, to);
        return 0;
    }

    private Question handle(byte[] request) {
        ByteBuffer header = KernelOctets.host(request);
        require(
                header.getShort(4) == RTM_GETROUTE && header.getShort(6) == REQUEST && header.getInt(12) == 0,
                "header");
        int rtmsg = NLMSGHDR_OCTETS;
        Attributes attributes = Attributes.parse(request, rtmsg + RTMSG_OCTETS, request.length);
        Family family = header.get(rtmsg) == AF_INET ? Family.IPV4 : Family.IPV6;
        require(family == Family.IPV4 || header.get(rtmsg) == AF_INET6, "family");
        byte[] to = address(attributes, RTA_DST, family, header.get(rtmsg + 1));
        byte[] from = address(attributes, RTA_SRC, family, header.get(rtmsg + 2));
        require(to.length > 0, "destination");
        require(header.getInt(rtmsg + 4) == 0 && header.getInt(rtmsg + 8) == 0, "zeros of rtmsg");
        require(attributes.octets(RTA_IP_PROTO)[0] == TCP, "protocol");
        Question question = new Question(
                text(to),
                text(from),
                attributes.hostInteger(RTA_IIF),
                attributes.hostInteger(RTA_OIF),
                attributes.hostInteger(RTA_MARK),
                Byte.toUnsignedInt(header.get(rtmsg + 3)));
        if (!silent && !unanswered.contains(question.to())) {
            answer(request, family, question, to, from);
        }
        return question;
    }

    private static byte[] address(Attributes attributes, int type, Family family, byte bits) {
        byte[] octets = attributes.has(type) ? attributes.octets(type) : new byte[0];
        require(octets.length == 0 || octets.length == (family == Family.IPV4 ? 4 : 16), "octets of an address");
        require(Byte.toUnsignedInt(bits) == octets.length * Byte.SIZE, "prefix length");
        return octets;
    }

    private static void require(boolean valid, String what) {
        if (!valid) {
            throw new AssertionError("bad request: " + what);
        }
    }

    private void answer(byte[] request, Family family, Question question, byte[] to, byte[] from) {
        FakeRoute route = question.in() == 0 ? ownRoute(family, question) : forwardedRoute(question);
        byte[] octets = route.errno() == 0
                ? route.answer(family, KernelOctets.host(request).getInt(8), to, from)
                : KernelOctets.error(0, request, route.errno());
        for (int i = 0; i < repetitions; i++) {
            answers.add(new Answer(nowNs + delayNs, distortion.apply(octets)));
        }
    }

    private FakeRoute forwardedRoute(Question question) {
        return forwarded.getOrDefault(question.to(), FakeRoute.UNREACHABLE);
    }

    private FakeRoute ownRoute(Family family, Question question) {
        FakeRoute route = own.getOrDefault(question.to(), FakeRoute.UNREACHABLE);
        boolean isIpv4 = family == Family.IPV4;
        if (isIpv4 && !question.from().isEmpty() && !addresses.contains(question.from())) {
            return FakeRoute.UNREACHABLE;
        }
        if (question.out() == 0 || question.out() == route.out()) {
            return route;
        }
        return isIpv4 ? FakeRoute.by(question.out()) : FakeRoute.UNREACHABLE;
    }

    @Override
    public int receive(MessageBatch batch) {
        BatchOctets.poison(batch);
        receives++;
        nowNs += receiveNs;
        int errno = receiveErrno;
        if (errno != 0) {
            receiveErrno = 0;
            return -errno;
        }
        if (flood != null) {
            return BatchOctets.receive(batch, new ArrayDeque<>(List.of(flood)));
        }
        Deque<byte[]> socket = new ArrayDeque<>();
        int most = Math.min(batch.slots(), answersInAReceive);
        while (socket.size() < most && isReadable()) {
            socket.add(answers.remove().datagram());
        }
        return BatchOctets.receive(batch, socket);
    }

    private boolean isReadable() {
        return flood != null
                || receiveErrno != 0
                || (!answers.isEmpty() && answers.element().dueNs() - nowNs <= 0);
    }

    @Override
    public boolean await(int timeoutMillis) {
        require(timeoutMillis > 0, "a wait for nothing, or for ever");
        if (isReadable()) {
            return true;
        }
        long untilNs = nowNs + timeoutMillis * NS_PER_MILLI;
        boolean inTime = !answers.isEmpty() && answers.element().dueNs() - untilNs <= 0;
        nowNs = inTime ? answers.element().dueNs() : untilNs;
        return inTime;
    }

    @Override
    public int send(ByteBuf message) {
        throw new AssertionError("questions go in batches");
    }

    @Override
    public void wake() {}

    @Override
    public void close() {
        closed = true;
    }

    private static String canonical(String address) {
        return text(new IPAddressString(address).getAddress().getBytes());
    }

    private static String text(byte[] address) {
        return address.length == 0 ? "" : new IPAddressGenerator().from(address).toCanonicalString();
    }
}
