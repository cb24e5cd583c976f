// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.manual;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoffPageTest {
    private static String body(String markdown) {
        String page = new RoffPage("mssclampd.8", new Manual.Edition("1.2.3", "2026-11-20"))
                .render("# mssclampd - clamps\n" + markdown);
        String name = ".SH NAME\nmssclampd \\- clamps\n";
        assertThat(page).contains(".TH MSSCLAMPD 8 2026-11-20 \"mssclamp 1.2.3\" mssclamp\n", name);
        return page.substring(page.indexOf(name) + name.length());
    }

    @Test
    void setsHeadingsParagraphsAndLists() {
        assertThat(body("""
                ## Both directions

                An MSS binds the host
                that receives it.

                ### Why
                - the **first**
                  and only
                1. one
                """)).isEqualTo("""
                .SH "BOTH DIRECTIONS"
                .PP
                An MSS binds the host
                that receives it.
                .SS "Why"
                .IP \\(bu 2
                the \\fBfirst\\fR
                and only
                .IP 1. 3
                one
                """);
    }

    @Test
    void hangsTheRowsOfATableFromTheirFirstCells() {
        assertThat(body("""
                | key | value | default | meaning |
                |---|---|---|---|
                | `max-length` | 1-65536 | 16384 | SYNs the kernel holds |
                | `a`, `b` | `1\\|2` | | one |

                | code | meaning |
                |---|---|
                | 0 | all is well |
                """)).isEqualTo("""
                .TP
                \\fB\\fBmax\\-length\\fR\\fR
                value 1-65536; default 16384
                .br
                SYNs the kernel holds
                .TP
                \\fB\\fBa\\fR, \\fBb\\fR\\fR
                value \\fB1|2\\fR
                .br
                one
                .TP
                \\fB0\\fR
                all is well
                """);
    }

    @Test
    void leavesCodeAsItIs() {
        assertThat(body("""
                ```sh
                .nf --it's \\ ^~`
                ```
                1. in a list:

                   ```sh
                   ls
                     -l
                   ```
                """)).isEqualTo("""
                .PP
                .RS 4
                .nf
                \\&.nf \\-\\-it\\(aqs \\e \\(ha\\(ti\\(ga
                .fi
                .RE
                .IP 1. 3
                in a list:
                .PP
                .RS 4
                .nf
                ls
                  \\-l
                .fi
                .RE
                """);
    }

    @Test
    void keepsTheWordsOfALinkAndWhatIsNotAscii() {
        assertThat(body("See [a `table`](operations.md#x) *there*, or [below](#y), 50 µs of wg*, *.\n'quoted'\n"))
                .isEqualTo("""
                .PP
                See a \\fBtable\\fR (\\fIdocs/operations.md\\fR) \\fIthere\\fR, or below, 50 \\[u00B5]s of wg*, *.
                \\&'quoted'
                """);
    }
}
