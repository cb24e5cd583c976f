// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mssclamp.capture.PcapFile;

class ArchitectureTest {
    private static final String CLI = "org.mssclamp.cli";
    private static final String CAPTURE = "org.mssclamp.capture";
    private static final String DIFF = "org.mssclamp.diff";
    private static final String STUDY = "org.mssclamp.study";
    private static final String FIREWALL = "org.mssclamp.firewall";
    private static final String NETFILTER = "org.mssclamp.netfilter";
    private static final String DOCTOR = "org.mssclamp.doctor";
    private static final String PATH = "org.mssclamp.path";
    private static final String DIALECT = "org.mssclamp.dialect";

    private final JavaClasses ours =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("org.mssclamp");

    @Test
    void commandNeedsNothingThatOnlyTheDaemonNeeds() {
        classes()
                .that()
                .resideInAPackage(CLI)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        CLI,
                        CAPTURE,
                        DIFF,
                        STUDY,
                        FIREWALL,
                        "org.mssclamp.manual",
                        DOCTOR,
                        DIALECT,
                        PATH,
                        "org.mssclamp.probe",
                        "org.mssclamp.daemon",
                        "org.mssclamp.config",
                        "org.mssclamp.rule",
                        "org.mssclamp.clamp",
                        "org.mssclamp.packet",
                        "org.mssclamp.counter",
                        "org.mssclamp.nfqueue",
                        "org.mssclamp.route",
                        "org.mssclamp.tunnel",
                        "org.mssclamp.channel",
                        "org.mssclamp.status",
                        "org.mssclamp.explain",
                        "org.mssclamp.netlink",
                        "org.jline.terminal",
                        "org.jline.utils",
                        "org.mssclamp.libc",
                        "picocli",
                        "io.netty.buffer",
                        "org.jspecify.annotations",
                        "com.sun.management",
                        "java..")
                .check(ours);
    }

    @Test
    void onlyCapturesKnowLibpcap() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(PcapFile.class)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.pcap4j..")
                .check(ours);
    }

    @Test
    void capturesKnowNothingOfOurs() {
        classes()
                .that()
                .resideInAPackage(CAPTURE)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        CAPTURE,
                        "org.pcap4j.core",
                        "org.pcap4j.packet.namednumber",
                        "org.jspecify.annotations",
                        "java..")
                .check(ours);
    }

    @Test
    void differencesAreOfOctetsAlone() {
        classes()
                .that()
                .resideInAPackage(DIFF)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        DIFF, CAPTURE, "org.mssclamp.packet", "io.netty.buffer", "org.jspecify.annotations", "java..")
                .check(ours);
    }

    @Test
    void studiesKnowPacketsAndRulesButNoFiles() {
        classes()
                .that()
                .resideInAPackage(STUDY)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        STUDY,
                        "org.mssclamp.config",
                        "org.mssclamp.rule",
                        "org.mssclamp.clamp",
                        "org.mssclamp.counter",
                        "org.mssclamp.packet",
                        "io.netty.buffer",
                        "org.jspecify.annotations",
                        "java.lang..",
                        "java.util..")
                .check(ours);
    }

    @Test
    void firewallIsTextMadeOfValues() {
        classes()
                .that()
                .resideInAPackage(FIREWALL)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        FIREWALL,
                        "org.mssclamp.config",
                        "org.mssclamp.rule",
                        "org.mssclamp.packet",
                        "org.mssclamp.tunnel",
                        "org.jspecify.annotations",
                        "java.lang",
                        "java.util..")
                .check(ours);
    }

    @Test
    void rulesInForceAreValuesMadeOfText() {
        classes()
                .that()
                .resideInAPackage(NETFILTER)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        NETFILTER,
                        FIREWALL,
                        "org.mssclamp.config",
                        "org.mssclamp.rule",
                        "org.mssclamp.packet",
                        "com.fasterxml.jackson.jr.ob",
                        "org.jspecify.annotations",
                        "java.io",
                        "java.lang..",
                        "java.util..")
                .check(ours);
    }

    @Test
    void onlyTheMachineOfTheDoctorTouchesIt() {
        noClasses()
                .that()
                .resideInAPackage(DOCTOR)
                .and()
                .haveNameNotMatching(".*[.](LinuxMachine|Program)([$].*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.mssclamp.libc", "java.nio.file")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.ProcessBuilder")
                .check(ours);
    }

    @Test
    void modelsOfPathsAreArithmetic() {
        classes()
                .that()
                .resideInAPackage(PATH)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                PATH,
                                "org.mssclamp.packet",
                                "org.mssclamp.rule",
                                "org.mssclamp.tunnel",
                                "org.jspecify.annotations",
                                "java.lang..",
                                "java.util..")
                        .or(nameMatching("(\\[L)?org[.]mssclamp[.]probe[.](PathSearch|SearchPlan|Strategy)([$].*)?;?")))
                .check(ours);
    }

    @Test
    void dialectsAreTextMadeRules() {
        classes()
                .that()
                .resideInAPackage(DIALECT)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        DIALECT,
                        FIREWALL,
                        "org.mssclamp.config",
                        "org.mssclamp.rule",
                        "org.mssclamp.packet",
                        "org.mssclamp.tunnel",
                        "com.fasterxml.jackson.jr.ob",
                        "org.jspecify.annotations",
                        "java..")
                .check(ours);
    }

    @Test
    void commandTakesFromTheQueuesOnlyThatWithoutAKernel() {
        noClasses()
                .that()
                .resideInAPackage(CLI)
                .should()
                .dependOnClassesThat()
                .haveNameMatching("org\\.mssclamp\\.nfqueue\\.(?!ReplayedQueue$).*")
                .check(ours);
    }

    @Test
    void commandTakesFromTheDaemonOnlyItsFileAndItsExitCodes() {
        noClasses()
                .that()
                .resideInAPackage(CLI)
                .should()
                .dependOnClassesThat()
                .haveNameMatching("org\\.mssclamp\\.daemon\\.(?!(ConfigFile|ExitCode|StartException|Version)$).*")
                .check(ours);
    }

    @Test
    void onlyTheHostKnowsSockets() {
        noClasses()
                .that()
                .resideInAPackage(CLI)
                .and()
                .doNotBelongToAnyOf(LinuxHost.class, LinuxGateway.class)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.mssclamp.libc", "org.mssclamp.channel")
                .check(ours);
    }

    @Test
    void nothingDependsOnTheCommand() {
        noClasses()
                .that()
                .resideOutsideOfPackage(CLI)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(CLI)
                .check(ours);
    }

    @Test
    void onlyTheScreenKnowsTerminals() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(TopScreen.class)
                .and()
                .resideInAPackage(CLI)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jline..")
                .check(ours);
    }

    @ParameterizedTest
    @ValueSource(strings = {"clamp-core", "clamp-nfqueue", "clamp-cli"})
    void pageOfPartsNamesEveryPackageOfAModule(String module) throws IOException {
        String row = Files.readAllLines(Path.of("../docs/how-it-works.md")).stream()
                .filter(line -> line.startsWith("| `" + module + "` |"))
                .collect(Collectors.joining());
        Path packages = Path.of("..", module, "src/main/java/org/mssclamp");
        try (Stream<Path> rooms = Files.list(packages)) {
            assertThat(rooms.map(room -> "`" + room.getFileName() + "`"))
                    .isNotEmpty()
                    .allMatch(row::contains);
        }
    }
}
