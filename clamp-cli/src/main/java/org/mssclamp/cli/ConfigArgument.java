// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.mssclamp.config.ConfigParser;
import org.mssclamp.config.Gateway;
import org.mssclamp.config.ParseResult;
import org.mssclamp.daemon.ConfigFile;
import org.mssclamp.daemon.ExitCode;
import org.mssclamp.daemon.StartException;

/** Where a verb finds the configuration: in a file, or with {@code -} on standard input. */
record ConfigArgument(Path path) {
    /** What problems call it. */
    String name() {
        return new TextArgument(path).name();
    }

    ParseResult parse() throws StartException {
        return parse(Gateway.UNKNOWN);
    }

    /** Warns besides of what is unwise on that gateway. */
    ParseResult parse(Gateway gateway) throws StartException {
        return isStandardInput()
                ? ConfigParser.parse(name(), standardInput(), gateway)
                : new ConfigFile(path).parse(gateway);
    }

    /** Who else may change it, as sentences to warn with; throws if anyone may. */
    List<String> doubts() throws StartException {
        return isStandardInput() ? List.of() : new ConfigFile(path).doubts();
    }

    private boolean isStandardInput() {
        return new TextArgument(path).isStandardInput();
    }

    private String standardInput() throws StartException {
        try {
            ByteBuffer octets = ByteBuffer.wrap(System.in.readAllBytes());
            return StandardCharsets.UTF_8.newDecoder().decode(octets).toString();
        } catch (CharacterCodingException binary) {
            throw new StartException(ExitCode.CONFIG, name() + ": is not UTF-8 text");
        } catch (IOException unreadable) {
            throw new StartException(
                    ExitCode.NO_INPUT, name() + ": cannot read the configuration: " + unreadable.getMessage());
        }
    }
}
