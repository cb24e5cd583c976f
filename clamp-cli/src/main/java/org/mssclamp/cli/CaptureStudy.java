// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.mssclamp.capture.CaptureException;
import org.mssclamp.capture.CaptureReader;
import org.mssclamp.capture.CapturedFrame;
import org.mssclamp.daemon.StartException;
import org.mssclamp.study.Findings;
import org.mssclamp.study.Limits;
import org.mssclamp.study.RuleTrial;
import org.mssclamp.study.Study;
import org.mssclamp.study.Verdict;

/**
 * Captures on their way through a {@link Study}, one file after the other.
 *
 * <p>A file that begins before the last one ended was captured elsewhere, so that its packets are other sights of the same;
 * else it goes on where that ended, as those do that tcpdump rotates. Interfaces with a name are told apart by that.
 */
final class CaptureStudy {
    private static final Path STANDARD_INPUT = Path.of("-");

    private final List<Path> files;
    private final BooleanSupplier interrupted;
    private final Study study;
    private final List<String> ends = new ArrayList<>();

    /** Asks before each frame whether it is interrupted. */
    CaptureStudy(List<Path> files, Optional<RuleTrial> trial, BooleanSupplier interrupted) {
        this.files = List.copyOf(files);
        this.interrupted = interrupted;
        study = new Study(Limits.DEFAULT, trial);
    }

    /** Reads all, and of a file that is cut short or corrupt what can be read; throws if one cannot be opened. */
    CaptureReport run(PrintWriter err, OptionalInt pathMtu) throws StartException {
        refuseUnreadable();
        for (Path file : files) {
            if (!interrupted.getAsBoolean()) {
                read(file, err);
            }
        }
        Findings findings = study.conclude(pathMtu);
        return new CaptureReport(
                files.stream().map(CaptureStudy::name).toList(),
                ends,
                interrupted.getAsBoolean(),
                findings,
                Verdict.of(findings),
                null,
                new Passage("", "", 0));
    }

    private static String name(Path file) {
        return file.equals(STANDARD_INPUT) ? "<stdin>" : file.toString();
    }

    /** Before the first is read, which may take minutes. */
    private void refuseUnreadable() throws StartException {
        for (Path file : files) {
            if (!file.equals(STANDARD_INPUT)) {
                open(file).close();
            }
        }
    }

    private static CaptureReader open(Path file) throws StartException {
        try {
            return CaptureReader.open(file);
        } catch (CaptureException refused) {
            throw CaptureFailure.of(refused);
        }
    }

    private void read(Path file, PrintWriter err) throws StartException {
        try (CaptureReader reader = open(file);
                ProgressLine line = ProgressLine.on(err)) {
            CaptureProgress progress = new CaptureProgress(line, reader);
            ByteBuf octets = Unpooled.wrappedBuffer(reader.octets());
            Place place = new Place(file);
            while (!interrupted.getAsBoolean() && reader.next()) {
                progress.tick();
                take(reader.frame(), octets, place);
            }
        } catch (CaptureException refused) {
            ends.add(String.valueOf(refused.getMessage()));
        }
    }

    private void take(CapturedFrame frame, ByteBuf octets, Place place) {
        if (!frame.isIp()) {
            study.takeWithoutIp();
            return;
        }
        study.take(
                octets,
                frame.packetIndex(),
                frame.packetCapturedLength(),
                frame.packetWireLength(),
                place.of(frame),
                frame.timeNs());
    }

    /** Where the frames of one file were captured. */
    private final class Place {
        private final Path file;
        private final long lastBeforeNs = study.lastNs();
        private String unnamed = "";
        private boolean begun;
        private int number;
        private String name = "";

        Place(Path file) {
            this.file = file;
        }

        int of(CapturedFrame frame) {
            String named = frame.capturedAt().name();
            if (!begun && frame.timeNs() < lastBeforeNs) {
                unnamed = file.toString();
            }
            String current = named.isEmpty() ? unnamed : named;
            if (!begun || !current.equals(name)) {
                begun = true;
                name = current;
                number = study.place(current);
            }
            return number;
        }
    }
}
