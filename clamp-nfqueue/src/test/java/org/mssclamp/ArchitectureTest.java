// SPDX-License-Identifier: Apache-2.0
package org.mssclamp;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.mssclamp.daemon.Mssclampd;
import org.mssclamp.status.Json;

class ArchitectureTest {
    private static final String[] ON_THE_WAY_OF_A_PACKET = {
        "org.mssclamp.netlink..", "org.mssclamp.nfqueue..", "org.mssclamp.channel.."
    };

    private final JavaClasses ours = new ClassFileImporter()
            .importUrl(Mssclampd.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void onlyLibcKnowsJna() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.mssclamp.libc..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.sun.jna..")
                .check(ours);
    }

    @Test
    void onlyMainKnowsLibc() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.mssclamp.libc..")
                .and()
                .doNotBelongToAnyOf(Mssclampd.class)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.mssclamp.libc..")
                .check(ours);
    }

    @Test
    void packagesKnowOnlyThoseBelow() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("daemon")
                .definedBy("org.mssclamp.daemon..")
                .layer("control")
                .definedBy("org.mssclamp.control..")
                .layer("metrics")
                .definedBy("org.mssclamp.metrics..")
                .layer("page")
                .definedBy("org.mssclamp.page..")
                .layer("http")
                .definedBy("org.mssclamp.http..")
                .layer("socket")
                .definedBy("org.mssclamp.socket..")
                .layer("trace")
                .definedBy("org.mssclamp.trace..")
                .layer("explain")
                .definedBy("org.mssclamp.explain..")
                .layer("status")
                .definedBy("org.mssclamp.status..")
                .layer("nfqueue")
                .definedBy("org.mssclamp.nfqueue..")
                .layer("route")
                .definedBy("org.mssclamp.route..")
                .layer("libc")
                .definedBy("org.mssclamp.libc..")
                .layer("supervisor")
                .definedBy("org.mssclamp.supervisor..")
                .layer("probe")
                .definedBy("org.mssclamp.probe..")
                .layer("channel")
                .definedBy("org.mssclamp.channel..")
                .layer("netlink")
                .definedBy("org.mssclamp.netlink..")
                .whereLayer("daemon")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("control")
                .mayOnlyBeAccessedByLayers("daemon")
                .whereLayer("metrics")
                .mayOnlyBeAccessedByLayers("daemon")
                .whereLayer("page")
                .mayOnlyBeAccessedByLayers("daemon")
                .whereLayer("http")
                .mayOnlyBeAccessedByLayers("daemon", "page")
                .whereLayer("socket")
                .mayOnlyBeAccessedByLayers("daemon", "control", "http")
                .whereLayer("trace")
                .mayOnlyBeAccessedByLayers("daemon", "control", "page")
                .whereLayer("explain")
                .mayOnlyBeAccessedByLayers("daemon", "control", "trace")
                .whereLayer("status")
                .mayOnlyBeAccessedByLayers("daemon", "control", "metrics", "page", "trace", "explain")
                .whereLayer("nfqueue")
                .mayOnlyBeAccessedByLayers("daemon", "control", "metrics", "page", "status", "trace")
                .whereLayer("libc")
                .mayOnlyBeAccessedByLayers("daemon")
                .whereLayer("supervisor")
                .mayOnlyBeAccessedByLayers("daemon", "libc")
                .whereLayer("probe")
                .mayOnlyBeAccessedByLayers("daemon", "control", "metrics", "status", "libc")
                .whereLayer("route")
                .mayOnlyBeAccessedByLayers(
                        "daemon", "control", "metrics", "page", "status", "trace", "explain", "nfqueue")
                .whereLayer("channel")
                .mayOnlyBeAccessedByLayers("daemon", "nfqueue", "route", "libc")
                .check(ours);
    }

    @Test
    void searchesOfPathsAreArithmetic() {
        String search = "(\\[L)?org[.]mssclamp[.]probe[.](Gap|PathSearch|SearchPlan|Strategy)([$].*)?;?";
        classes()
                .that()
                .haveNameMatching(search)
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("java.lang..", "java.util..").or(nameMatching(search)))
                .check(ours);
    }

    @Test
    void probingKnowsNoSocketsOfTheKernel() {
        classes()
                .that()
                .resideInAPackage("org.mssclamp.probe")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "org.mssclamp.probe",
                        "org.mssclamp.config",
                        "org.mssclamp.packet",
                        "org.jspecify.annotations",
                        "java..")
                .check(ours);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.mssclamp.(*)..").should().beFreeOfCycles().check(ours);
    }

    @Test
    void theWayOfAPacketHasNoFilesSocketsOrLocks() {
        noClasses()
                .that()
                .resideInAnyPackage(ON_THE_WAY_OF_A_PACKET)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.nio.file..", "java.net..", "java.util.concurrent..")
                .check(ours);
    }

    @Test
    void theWayOfAPacketAsksNeitherClockNorEnvironment() {
        noClasses()
                .that()
                .resideInAnyPackage(ON_THE_WAY_OF_A_PACKET)
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(System.class)
                .check(ours);
    }

    @Test
    void classesAreNouns() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .check(ours);
    }

    @Test
    void packagesAreNullMarked() {
        assertThat(ours.stream().map(JavaClass::getPackage).distinct())
                .hasSizeGreaterThan(5)
                .allMatch(javaPackage -> javaPackage.isAnnotatedWith(NullMarked.class));
    }

    @Test
    void onlyMainEndsTheProcess() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(Mssclampd.class)
                .should()
                .callMethod(System.class, "exit", int.class)
                .check(ours);
    }

    @Test
    void oneClassRendersJson() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(Json.class)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml.jackson..")
                .check(ours);
    }
}
