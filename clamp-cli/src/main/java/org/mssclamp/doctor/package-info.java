// SPDX-License-Identifier: Apache-2.0
/**
 * What is wrong on this gateway, and what mends it.
 *
 * <pre>
 *   Machine: files, commands ─▶ Snapshot, twice for a sample ─▶ Facts ─▶ each Check of Checks.ALL ─▶ Finding
 * </pre>
 *
 * A check that cannot look at what it is for says why, and judges nothing: what is not known is neither well nor wrong. None
 * changes anything. A command that is printed never opens the firewall, takes nothing away that it has not replaced, and has
 * no text of the machine but in quotes; where there is no such command, it is said in words what to do.
 */
@NullMarked
package org.mssclamp.doctor;

import org.jspecify.annotations.NullMarked;
