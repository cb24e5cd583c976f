// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page without a mouse. */
class PageKeyboardIT extends PageTests {
    PageKeyboardIT(@TempDir Path directory) {
        super(directory);
    }

    /** What is reached by the tabulator, in its order, until the page is left. */
    private List<String> walk() throws IOException {
        List<String> stops = new ArrayList<>();
        String here = "";
        while (!here.equals("BODY ") && stops.size() < 200) {
            browser.press(Browser.Key.TAB);
            here = browser.text("document.activeElement.tagName + ' ' + (document.activeElement.id"
                    + " || document.activeElement.getAttribute('href') || document.activeElement.ariaLabel || '')");
            stops.add(here);
        }
        return stops;
    }

    @Test
    void canBeUsedByKeyboardAlone() throws IOException {
        sendUntil("document.querySelectorAll('#recent-list li').length > 0 &&"
                + " !document.getElementById('model-result').hidden");
        browser.evaluate("document.getElementById('recent-switch').click()");
        awaitRounds();
        List<String> stops = walk();
        assertThat(stops.get(0)).isEqualTo("A #rates");
        assertThat(stops)
                .containsSubsequence(
                        "A #queues",
                        "A #model",
                        "DIV Outcomes",
                        "DIV Queues",
                        "SUMMARY ",
                        "BUTTON recent-switch",
                        "SUMMARY ",
                        "INPUT model-path-mtu",
                        "SELECT model-family",
                        "INPUT model-timestamps",
                        "BUTTON model-add",
                        "PRE model-rule")
                .endsWith("BODY ");

        browser.evaluate("document.querySelector('#rule-table summary').focus()");
        browser.press(Browser.Key.ENTER);
        browser.await("document.querySelector('#rule-table details').open");
        browser.evaluate("document.querySelector('#recent-list summary').focus()");
        browser.press(Browser.Key.ENTER);
        browser.await("document.querySelector('#recent-list details').open");
        // Rounds go on meanwhile, and leave the focus where it is.
        int asked = browser.requests().size();
        while (browser.requests().size() < asked + 5) {
            assertThat(browser.text("document.activeElement.tagName")).isEqualTo("SUMMARY");
        }
        assertNothingIsAmiss();
    }
}
