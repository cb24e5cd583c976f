// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs tests only where they may make namespaces, and the kernel has NFQUEUE and TCPMSS.
 *
 * <p>Elsewhere they are skipped, and the reason is printed; with {@code MSSCLAMP_REQUIRE_KERNEL_TESTS=1} they fail.
 */
public final class KernelTests implements ExecutionCondition {
    private static final String REQUIRE = "MSSCLAMP_REQUIRE_KERNEL_TESTS";

    /** What is missing; empty if nothing is. */
    static final String MISSING = missing();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return evaluate(context, MISSING);
    }

    static ConditionEvaluationResult evaluate(ExtensionContext context, String missing) {
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("nothing is missing");
        }
        skip(context.getDisplayName(), missing);
        return ConditionEvaluationResult.disabled(missing);
    }

    /** Skips a test if a command is not there; fails where no test may be skipped. */
    public static void require(String command) {
        boolean isHere = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
        if (!isHere) {
            String missing = command + " is missing";
            skip("what needs it", missing);
            Assumptions.abort(missing);
        }
    }

    /** Says that a test is skipped, or throws where none may be. */
    static void skip(String test, String missing) {
        if ("1".equals(System.getenv(REQUIRE))) {
            throw new IllegalStateException(REQUIRE + "=1, but " + missing);
        }
        System.out.println("SKIPPED " + test + ": " + missing);
    }

    private static String missing() {
        try {
            if (!Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
                return "kernel tests need root";
            }
            try (Namespace namespace = Namespace.create("check")) {
                new Firewall(namespace)
                        .replace(
                                Firewall.FORWARDED_SYNS + "-m tcpmss --mss 1: -j TCPMSS --set-mss 1",
                                "-A FORWARD -j NFQUEUE --queue-num 0");
            }
            return "";
        } catch (Exception e) { // whatever it is, it is the reason
            return "namespaces with NFQUEUE and TCPMSS cannot be had: " + e;
        }
    }
}
