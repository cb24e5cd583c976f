// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.route;

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
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Answer(long dueNs, byte[] datagram) {}

    private static final long NS_PER_MILLI = 1_000_000;
    /** A second before the clock overflows. */
    private static final long BEGINNING_NS = Long.MAX_VALUE - 1_000_000_000;

    private final Map<String, FakeRoute> forwarded = new HashMap<>();
    private final Map<String, FakeRoute> own = new HashMap<>();
    private final Set<String> addresses = new HashSet<>();
    private final Set<String> unanswered = new HashSet<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<List<RouteQuestion>> sends = new ArrayList<>();

    private UnaryOperator<byte[]> distortion = octets -> octets;
    private long nowNs = BEGINNING_NS;
    private long delayNs;
    private long receiveNs;
    private int answersInAReceive = Integer.MAX_VALUE;
    private int repetitions = 1;
    private byte @Nullable [] flood;
    private boolean silent;
    private boolean defective;
    private int sendErrno;
    private int receiveErrno;
    private int receives;
    private boolean closed;

    /** Packets to this address have this route, wherever they come from. */
    public FakeRoutes route(String to, FakeRoute route) {
        forwarded.put(RouteQuestion.canonical(to), route);
        own.put(RouteQuestion.canonical(to), route);
        return this;
    }

    /** Packets to this address that come in by an interface have this route. */
    public FakeRoutes forwarded(String to, FakeRoute route) {
        forwarded.put(RouteQuestion.canonical(to), route);
        return this;
    }

    /** Packets of its own to this address have this route. */
    public FakeRoutes own(String to, FakeRoute route) {
        own.put(RouteQuestion.canonical(to), route);
        return this;
    }

    /** Has this address itself. */
    FakeRoutes address(String... texts) {
        for (String text : texts) {
            addresses.add(RouteQuestion.canonical(text));
        }
        return this;
    }

    /** Answers what is asked from now on after so long. */
    public void delay(long ns) {
        delayNs = ns;
    }

    /** Answers nothing from now on. */
    public void silent(boolean yes) {
        silent = yes;
    }

    /** Answers nothing about packets to this address. */
    public void silentAbout(String to) {
        unanswered.add(RouteQuestion.canonical(to));
    }

    /** Refuses to be asked with this errno, until it is 0 again. */
    public void refuseSends(int errno) {
        sendErrno = errno;
    }

    /** Fails the next receive with this errno. */
    void refuseReceive(int errno) {
        receiveErrno = errno;
    }

    /** Has no more answers ready in one receive. */
    public void answersInAReceive(int count) {
        answersInAReceive = count;
    }

    /** Makes of each answer from now on what comes instead. */
    void distort(UnaryOperator<byte[]> change) {
        distortion = change;
    }

    /** Gives each answer from now on so many times. */
    public void repeat(int times) {
        repetitions = times;
    }

    /** Throws at each receive from now on, as only a defect of ours would. */
    public void defective(boolean yes) {
        defective = yes;
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
    public List<List<RouteQuestion>> sends() {
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
        List<RouteQuestion> questions = new ArrayList<>();
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

    private RouteQuestion handle(byte[] request) {
        RouteQuestion question = RouteQuestion.parse(request);
        if (silent || unanswered.contains(question.to())) {
            return question;
        }
        FakeRoute route = question.in() == 0 ? ownRoute(question) : forwardedRoute(question);
        byte[] answer = route.errno() == 0
                ? route.answer(question, KernelOctets.host(request).getInt(8))
                : KernelOctets.error(0, request, route.errno());
        for (int i = 0; i < repetitions; i++) {
            answers.add(new Answer(nowNs + delayNs, distortion.apply(answer)));
        }
        return question;
    }

    private FakeRoute forwardedRoute(RouteQuestion question) {
        return forwarded.getOrDefault(question.to(), FakeRoute.UNREACHABLE);
    }

    private FakeRoute ownRoute(RouteQuestion question) {
        FakeRoute route = own.getOrDefault(question.to(), FakeRoute.UNREACHABLE);
        boolean isIpv4 = question.family() == Family.IPV4;
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
        if (defective) {
            throw new IllegalStateException("a defect");
        }
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
        if (timeoutMillis <= 0) {
            throw new AssertionError("a wait for nothing, or for ever");
        }
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
}
