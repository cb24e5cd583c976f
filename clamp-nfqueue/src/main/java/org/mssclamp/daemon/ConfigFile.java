// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.mssclamp.config.Gateway;
import org.mssclamp.config.ParseResult;

/** A configuration file, read anew each time. */
public record ConfigFile(Path path) {
    /** Where the daemon looks if it is not told. */
    public static final Path DEFAULT_PATH = Path.of("/etc/mssclamp/mssclamp.yaml");

    /** What parsing and compiling takes for each octet of a file of many rules, with the rules in force beside. */
    private static final int HEAP_OCTETS_PER_OCTET = 80;

    /** Reads and parses the file; throws if it cannot be read as text. */
    public ParseResult parse() throws StartException {
        return parse(Gateway.UNKNOWN);
    }

    /** As {@link #parse()}, and warns of what is unwise on that gateway. */
    public ParseResult parse(Gateway gateway) throws StartException {
        return read().parse(gateway);
    }

    /** Who else may change it, as sentences to warn with; throws if anyone may. */
    public List<String> doubts() throws StartException {
        return FileAccess.doubts(path);
    }

    /** Reads the file; throws if it cannot be read as text. */
    ConfigText read() throws StartException {
        return new ConfigText(path.toString(), text());
    }

    private String text() throws StartException {
        if (Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path)) {
            // A pipe would be waited for, and can be read once only.
            throw unreadable("is no regular file; mssclamp check - reads standard input");
        }
        try (SeekableByteChannel file = Files.newByteChannel(path)) {
            refuseIfTooLarge(file.size());
            ByteBuffer octets = ByteBuffer.wrap(Channels.newInputStream(file).readAllBytes());
            return StandardCharsets.UTF_8.newDecoder().decode(octets).toString();
        } catch (NoSuchFileException missing) {
            throw unreadable("there is no such file");
        } catch (AccessDeniedException denied) {
            throw unreadable("permission denied to user " + System.getProperty("user.name")
                    + "; let that user read it, and enter the directories on the way");
        } catch (CharacterCodingException binary) {
            throw new StartException(ExitCode.CONFIG, path + ": is not UTF-8 text");
        } catch (IOException other) {
            throw unreadable(Files.isDirectory(path) ? "is a directory" : String.valueOf(other.getMessage()));
        }
    }

    /** Sooner than the heap runs out: that would end the whole process, its queues with it. */
    private void refuseIfTooLarge(long octets) throws StartException {
        long heap = Runtime.getRuntime().maxMemory();
        long limit = heap / HEAP_OCTETS_PER_OCTET;
        if (octets > limit) {
            throw new StartException(
                    ExitCode.SYSTEM,
                    String.format(
                            "%s: has %d KiB; a Java heap of %d MiB takes at most %d KiB, give it more by -Xmx",
                            path, octets >> 10, heap >> 20, limit >> 10));
        }
    }

    private StartException unreadable(String why) {
        return new StartException(ExitCode.NO_INPUT, path + ": cannot read the configuration: " + why);
    }
}
