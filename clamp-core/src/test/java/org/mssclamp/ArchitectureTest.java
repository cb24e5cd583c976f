// SPDX-License-Identifier: Apache-2.0
package org.mssclamp;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * Which package of clamp-core may know which.
 *
 * <pre>
 *   packet ◀── rule ◀── clamp ──▶ counter
 *     ▲          ▲
 *     └─ config ─┘        tunnel
 * </pre>
 */
class ArchitectureTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.mssclamp");

    private static final String COUNTER = "org.mssclamp.counter";
    private static final String PACKET = "org.mssclamp.packet";
    private static final String RULE = "org.mssclamp.rule";
    private static final String CLAMP = "org.mssclamp.clamp";
    private static final String CONFIG = "org.mssclamp.config";
    private static final String TUNNEL = "org.mssclamp.tunnel";
    private static final String[] WAY_OF_A_PACKET = {COUNTER, PACKET, RULE, CLAMP};

    @Test
    void findsTheClassesItSpeaksOf() {
        for (String name : new String[] {COUNTER, PACKET, RULE, CLAMP, CONFIG, TUNNEL}) {
            assertThat(MAIN.containPackage(name)).as(name).isTrue();
        }
    }

    @Test
    void counterKnowsNothing() {
        onlyKnows(COUNTER, "java.util..");
    }

    @Test
    void packetKnowsOnlyBuffers() {
        onlyKnows(PACKET, "io.netty.buffer", "java.util..");
    }

    @Test
    void ruleKnowsPacketsAndTunnels() {
        onlyKnows(RULE, PACKET, TUNNEL, "java.util..");
    }

    @Test
    void clampKnowsRulesPacketsAndCounters() {
        onlyKnows(CLAMP, RULE, PACKET, COUNTER, "io.netty.buffer", "java.util..");
    }

    @Test
    void tunnelKnowsNothing() {
        onlyKnows(TUNNEL, "java.util..");
    }

    @Test
    void configKnowsRulesButNotWhatIsDoneWithThem() {
        noClasses()
                .that()
                .resideInAPackage(CONFIG)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CLAMP, COUNTER)
                .check(MAIN);
    }

    private static void onlyKnows(String itself, String... others) {
        String[] allowed = new String[others.length + 3];
        System.arraycopy(others, 0, allowed, 3, others.length);
        allowed[0] = itself;
        allowed[1] = "java.lang..";
        allowed[2] = "org.jspecify.annotations";
        classes()
                .that()
                .resideInAPackage(itself)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .check(MAIN);
    }

    @Test
    void packetsMeetNoInputOutputThreadsOrTime() {
        noClasses()
                .that()
                .resideInAnyPackage(WAY_OF_A_PACKET)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.net..", "java.nio..", "java.time..", "java.util.concurrent..")
                .check(MAIN);
    }

    @Test
    void nothingKnowsNativeCodeLoggingFilesOrTheNetwork() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.sun.jna..",
                        "org.slf4j..",
                        "ch.qos.logback..",
                        "java.util.logging..",
                        "java.nio.file..",
                        "java.net..")
                .check(MAIN);
    }

    @Test
    void nothingReadsTheClockOrPrints() {
        noClasses().should(ACCESS_STANDARD_STREAMS).check(MAIN);
        noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(MAIN);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.mssclamp.(*)..").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void classesAreNamedForWhatTheyAre() {
        noClasses()
                .should()
                .haveNameMatching(".*(Utils?|Helper|Manager|Impl|Common|Misc)")
                .check(MAIN);
    }

    @Test
    void nullDoesNotTravel() {
        for (JavaClass type : MAIN) {
            assertThat(type.getPackage().isAnnotatedWith(NullMarked.class))
                    .as("%s is @NullMarked", type.getPackageName())
                    .isTrue();
        }
    }
}
