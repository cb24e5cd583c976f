// SPDX-License-Identifier: Apache-2.0
/**
 * The man pages: prose from files, and what the code knows from the code.
 *
 * <pre>
 *   src/main/manual/NAME.SECTION.md ──┐
 * *   docs/rules.md, mssclamp.yaml ────── Manual ─▶ Markdown ─▶ RoffPage ─▶ NAME.SECTION
 *   VerbSections, CodeTables ─────────┘ {{...}}
 * </pre>
 *
 * Whatever a page says is Markdown first, of the few kinds that {@link org.mssclamp.manual.RoffPage} knows.
 */
@NullMarked
package org.mssclamp.manual;

import org.jspecify.annotations.NullMarked;
