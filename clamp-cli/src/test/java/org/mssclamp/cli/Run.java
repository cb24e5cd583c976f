// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What one command line came to. */
record Run(int exitCode, String out, String err) {
    static Run of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Mssclamp.run(new FakeHost(), new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Run(exitCode, out.toString(), err.toString());
    }
}
