// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.mssclamp.Seed;
import org.mssclamp.packet.Family;
import org.mssclamp.probe.NarrowPath.Icmp;

/**
 * How often a probe finds the exact path MTU, and what that takes, beside tracepath on the same path: main program of
 * {@code lab/probe.sh}.
 *
 * <p>Every path is laid out in namespaces of its own, and all are probed at once: a probe waits most of the time.
 */
final class ProbeTable {
    private static final int[] MTUS = {1280, 1400, 1420, 1492, 1500, 9000};
    private static final double[] LOSSES = {0, 0.01, 0.1};
    private static final int RUNS_FOR_A_TRACE = 5;
    private static final double FEW = 0.01;
    private static final double EXACT_WITH_FEW = 0.99;
    private static final double EXACT_WITH_MANY = 0.95;
    private static final double NS_PER_SECOND = 1e9;

    private final int runs;
    private final AtomicInteger done = new AtomicInteger();
    private final int all;

    private ProbeTable(int runs) {
        this.runs = runs;
        all = MTUS.length * Icmp.values().length * LOSSES.length * Family.values().length * runs;
    }

    /** One case: what its runs came to. */
    record Row(int mtu, Icmp icmp, double loss, Family family, Cell cell) {}

    /**
     * What a number of runs came to.
     *
     * @param time at the median, as {@code packets}
     * @param traced how many more runs were traced, as somebody was silent; {@code named} of them named the right hop
     */
    record Cell(int exact, Duration time, int packets, int traced, int named, Tracepath tracepath) {}

    /**
     * Takes the number of runs in each case, and a file that it leaves the table of docs/probe.md in; ends with 1 if fewer are
     * exact than must be.
     */
    public static void main(String[] arguments) throws InterruptedException, ExecutionException, IOException {
        ProbeTable table = new ProbeTable(Integer.parseInt(arguments[0]));
        List<Row> rows = table.measure();
        table.print(rows);
        String summary = new ProbeSummary(table.runs, rows).markdown();
        System.out.println("\n" + summary);
        Files.writeString(Path.of(arguments[1]), summary);
        System.exit(rows.stream().allMatch(table::isGood) ? 0 : 1);
    }

    private List<Row> measure() throws InterruptedException, ExecutionException {
        Thread progress = new Thread(this::tell, "progress");
        progress.setDaemon(true);
        progress.start();
        List<Cases> paths = new ArrayList<>();
        for (int mtu : MTUS) {
            for (Icmp icmp : Icmp.values()) {
                paths.add(new Cases(mtu, icmp));
            }
        }
        ExecutorService threads = Executors.newFixedThreadPool(paths.size());
        List<Row> rows = new ArrayList<>();
        for (Future<List<Row>> path : threads.invokeAll(
                paths.stream().map(path -> (Callable<List<Row>>) path::rows).toList())) {
            rows.addAll(path.get());
        }
        threads.shutdown();
        return rows;
    }

    /** All cases of one path. */
    private final class Cases {
        private final int mtu;
        private final Icmp icmp;

        Cases(int mtu, Icmp icmp) {
            this.mtu = mtu;
            this.icmp = icmp;
        }

        /** Both families at once. */
        List<Row> rows() throws InterruptedException, ExecutionException {
            ExecutorService threads = Executors.newFixedThreadPool(Family.values().length);
            try (NarrowPath path = new NarrowPath("probe-" + mtu + "-" + icmp.label(), mtu, icmp)) {
                List<Row> rows = new ArrayList<>();
                for (Future<List<Row>> family : threads.invokeAll(Stream.of(Family.values())
                        .map(family -> (Callable<List<Row>>) () -> rows(path, family))
                        .toList())) {
                    rows.addAll(family.get());
                }
                return rows;
            } finally {
                threads.shutdown();
            }
        }

        private List<Row> rows(NarrowPath path, Family family) {
            List<Row> rows = new ArrayList<>();
            for (double loss : LOSSES) {
                path.lose(family, loss, Seed.VALUE);
                Tracepath tracepath = Tracepath.run(path, family);
                List<ProbeResult> results = new ArrayList<>();
                List<ProbeResult> traces = new ArrayList<>();
                for (int run = 0; run < runs; run++) {
                    if (loss > 0) {
                        path.lose(family, loss, Seed.VALUE + run);
                    }
                    results.add(probe(path, family, false, run));
                    if (hidesAHop() && run % RUNS_FOR_A_TRACE == 0) {
                        traces.add(probe(path, family, true, run));
                    }
                    done.incrementAndGet();
                }
                rows.add(new Row(mtu, icmp, loss, family, cell(results, traces, tracepath)));
            }
            return rows;
        }

        private ProbeResult probe(NarrowPath path, Family family, boolean trace, int run) {
            ProbePlan plan = new ProbePlan(Strategy.BINARY, OptionalInt.empty(), trace);
            return PathProbeIT.probe(path, family, OptionalInt.empty(), plan, Seed.VALUE + run);
        }

        private boolean hidesAHop() {
            return icmp == Icmp.FILTERED && mtu < NarrowPath.LOCAL_MTU;
        }

        private static boolean namesTheHop(ProbeResult result) {
            return result.narrowest()
                    .flatMap(Hop::drop)
                    .filter(drop -> drop.behind() == NarrowPath.NARROW_BEHIND && drop.upTo() == drop.behind())
                    .isPresent();
        }

        private Cell cell(List<ProbeResult> results, List<ProbeResult> traces, Tracepath tracepath) {
            int exact = (int) results.stream()
                    .filter(result -> result.pathMtu().equals(OptionalInt.of(mtu)))
                    .count();
            Duration time = results.stream()
                    .map(ProbeResult::time)
                    .sorted()
                    .skip(results.size() / 2)
                    .findFirst()
                    .orElseThrow();
            int packets = results.stream()
                    .map(ProbeResult::packets)
                    .sorted(Comparator.naturalOrder())
                    .skip(results.size() / 2)
                    .findFirst()
                    .orElseThrow();
            int named = (int) traces.stream().filter(Cases::namesTheHop).count();
            return new Cell(exact, time, packets, traces.size(), named, tracepath);
        }
    }

    private void tell() {
        while (true) {
            try {
                Thread.sleep(5_000);
            } catch (InterruptedException e) {
                return;
            }
            System.err.printf("%d of %d runs%n", done.get(), all);
        }
    }

    private boolean isGood(Row row) {
        double least = row.loss() <= FEW ? EXACT_WITH_FEW : EXACT_WITH_MANY;
        Cell cell = row.cell();
        return cell.exact() >= Math.floor(least * runs) && cell.named() >= Math.floor(least * cell.traced());
    }

    private void print(List<Row> rows) {
        System.out.printf(
                "%d runs in each case, %s; time and packets at the median; named: traces that name the silent hop%n%n",
                runs, Seed.REPLAY);
        System.out.printf(
                "%5s  %-8s  %4s  %-6s  %5s  %7s  %7s  %7s  %s%n",
                "MTU", "ICMP", "loss", "family", "exact", "time", "packets", "named", "tracepath: MTU, time, packets");
        rows.stream()
                .sorted(Comparator.comparing(Row::mtu)
                        .thenComparing(Row::icmp)
                        .thenComparing(Row::loss)
                        .thenComparing(Row::family))
                .forEach(row -> System.out.println(line(row)));
        long bad = rows.stream().filter(row -> !isGood(row)).count();
        int exact = rows.stream().mapToInt(row -> row.cell().exact()).sum();
        System.out.printf(
                "%n%d of %d runs exact; %d of %d cases have fewer than they must%n",
                exact, rows.size() * runs, bad, rows.size());
    }

    private String line(Row row) {
        Cell cell = row.cell();
        return String.format(
                Locale.ROOT,
                "%5d  %-8s  %3.0f%%  %-6s  %5d  %5.2f s  %7d  %7s  %s%s",
                row.mtu(),
                row.icmp().label(),
                row.loss() * 100,
                row.family().label(),
                cell.exact(),
                cell.time().toNanos() / NS_PER_SECOND,
                cell.packets(),
                cell.traced() == 0 ? "" : cell.named() + "/" + cell.traced(),
                cell.tracepath().line(),
                isGood(row) ? "" : "   TOO FEW");
    }
}
