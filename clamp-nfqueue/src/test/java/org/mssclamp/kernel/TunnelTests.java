// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs tests only where {@link KernelTests} do, and programs are there that make tunnels. */
final class TunnelTests implements ExecutionCondition {
    private static final List<String> PROGRAMS = List.of("openvpn", "openssl", "wireguard-go", "wg");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return KernelTests.evaluate(context, missing());
    }

    private static String missing() {
        if (!KernelTests.MISSING.isEmpty()) {
            return KernelTests.MISSING;
        }
        if (!Files.exists(Path.of("/dev/net/tun"))) {
            return "/dev/net/tun is missing";
        }
        List<String> programs =
                PROGRAMS.stream().filter(program -> !isInstalled(program)).toList();
        return programs.isEmpty() ? "" : "programs are missing: " + String.join(", ", programs);
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
