// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Nothing depends on the benchmarks, and they reach the kernel through no back door. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.mssclamp");

    @Test
    void nothingDependsOnTheBenchmarks() {
        classes()
                .that()
                .resideInAPackage("org.mssclamp.bench..")
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAPackage("org.mssclamp.bench..")
                .check(CLASSES);
    }

    @Test
    void benchmarksDoNotKnowJna() {
        noClasses()
                .that()
                .resideInAPackage("org.mssclamp.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.sun.jna..")
                .check(CLASSES);
    }
}
