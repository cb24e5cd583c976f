// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.kernel.KernelTests;

/** Tests of the doctor, each on a gateway of its own. */
@ExtendWith(KernelTests.class)
@Timeout(180)
abstract class PatientTests {
    static final String FEED = "-p tcp --tcp-flags SYN,RST SYN -j NFQUEUE --queue-num 0 --queue-bypass";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    static Path shared;

    static Clinic clinic = new Clinic(new Layout(Path.of("")), "");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path directory;

    @SuppressWarnings("NullAway.Init") // made before each test
    Patient patient;

    @BeforeAll
    static void openClinic() throws IOException, InterruptedException {
        clinic = Clinic.open(shared);
    }

    @BeforeEach
    void admit() throws IOException {
        patient = new Patient(clinic, directory);
    }

    @AfterEach
    void discharge() {
        patient.close();
    }
}
