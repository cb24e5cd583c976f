// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mssclamp.packet.Family;
import org.mssclamp.tunnel.Preset;
import org.mssclamp.tunnel.Presets;
import org.mssclamp.tunnel.TunnelStack;

/** What the page says of a stack of tunnels. */
class PageModelIT extends PageTests {
    PageModelIT(@TempDir Path directory) {
        super(directory);
    }

    @Test
    void modelsWhatTheTablesOfTunnelsSay() throws IOException {
        browser.await("!document.getElementById('model-result').hidden");
        for (Preset preset : Presets.all()) {
            int innerMtu = TunnelStack.of(List.of(preset.tunnel())).innerMtu(1492);
            browser.evaluate("document.getElementById('model-path-mtu').value = 1492;"
                    + "document.querySelector('#model-tunnels select').value = '" + preset.name() + "';"
                    + "document.querySelector('#model-tunnels select')"
                    + ".dispatchEvent(new Event('change', { bubbles: true }));"
                    + "document.getElementById('model-form').dispatchEvent(new Event('input'))");
            browser.await("document.getElementById('model-arithmetic').textContent.startsWith('1492 ')"
                    + " && document.getElementById('model-rule').textContent.includes('" + preset.name() + "')");
            assertThat(figure("MTU inside")).isEqualTo(count(innerMtu) + " octets");
            assertThat(figure("MSS")).isEqualTo(count(Family.IPV4.mss(innerMtu)) + " octets");
            assertThat(figure("payload of a full segment"))
                    .isEqualTo(count(Family.IPV4.mss(innerMtu) - 12) + " octets");
            assertThat(browser.evaluate("Array.from(document.querySelectorAll('#model-drawing rect'))"
                            + ".every((part) => !part.dataset.octets"
                            + " || Math.abs(part.width.baseVal.value - part.dataset.octets * 1000 / 1492) < 0.01)"))
                    .as(preset.name())
                    .isEqualTo(true);
        }
        browser.evaluate("document.getElementById('model-path-mtu').value = '9';"
                + "document.getElementById('model-form').dispatchEvent(new Event('input'))");
        browser.await(
                "document.getElementById('model-problem').textContent === " + "'path-mtu is \"9\", allowed 68-65535'");
        assertThat(browser.evaluate("document.getElementById('model-result').hidden"))
                .isEqualTo(true);
        assertNothingIsAmiss();
    }

    private String figure(String term) throws IOException {
        return browser.text("document.querySelector('#model-figures [data-key=\"" + term + "\"] dd').textContent");
    }
}
