// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The files of the page do what its Content-Security-Policy wants, and find each other. */
class PageFileTest {
    private static final Pattern REFERENCE = Pattern.compile("(?:href|src)=\"([^\"#][^\"]*)\"|from \"([^\"]*)\"");

    @ParameterizedTest
    @EnumSource
    void isThere(PageFile file) {
        assertThat(file.answer().status()).isEqualTo(200);
        assertThat(file.answer().body()).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource(names = "UPLOT.*", mode = Mode.MATCH_NONE)
    void namesFilesOfThePageAlone(PageFile file) {
        Set<String> paths = Arrays.stream(PageFile.values()).map(PageFile::path).collect(Collectors.toSet());
        List<String> named = REFERENCE
                .matcher(file.answer().body())
                .results()
                .map(PageFileTest::reference)
                .filter(reference -> !reference.equals("data:,"))
                .map(reference -> "/" + reference.replaceFirst("^[.]/", ""))
                .toList();
        assertThat(paths).containsAll(named);
        assertThat(file.answer().body().replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("http:", "https:", "//cdn");
    }

    @Test
    void hasAnAnswerForEachThatIsNamed() {
        assertThat(REFERENCE.matcher(PageFile.PAGE.answer().body()).results().map(PageFileTest::reference))
                .contains("main.js", "page.css", "uplot.js", "uplot.css");
    }

    private static String reference(MatchResult match) {
        return match.group(1) == null ? match.group(2) : match.group(1);
    }

    @Test
    void hasNoScriptOrStyleInItsText() {
        assertThat(PageFile.PAGE.answer().body())
                .doesNotContainPattern("<script(?![^>]* src=)")
                .doesNotContainPattern("<style|\\sstyle=|\\son[a-z]+=");
    }

    /** What the daemon says is of packets and files, which others wrote. */
    @ParameterizedTest
    @EnumSource(names = "UPLOT.*", mode = Mode.MATCH_NONE)
    void setsTextAsText(PageFile file) {
        assertThat(file.answer().body())
                .doesNotContain(
                        "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function");
    }
}
