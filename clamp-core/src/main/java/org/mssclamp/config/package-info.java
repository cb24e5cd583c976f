// SPDX-License-Identifier: Apache-2.0
/**
 * Configuration: text in, values or problems out. Reads no file.
 *
 * <pre>
 *   text ─▶ YamlText ─▶ tree of nodes ─▶ Section, Value ─▶ QueueReader, RuleReader ─▶ Configuration
 *              │                            │      ▲              │                        │
 *              │ one syntax error           │      └─ Scalars,    │                        ▼
 *              │                            │         Addresses   │                      Lint
 *              ▼                            ▼                     ▼                        ▼
 *           Problems ◀─── unknown keys ─────┴─── out of range ────┴───── warnings ─────────┘
 * </pre>
 *
 * A text with one error or more is refused, and every error is told; the values read from it meanwhile are discarded, so
 * after an error any value will do. {@link org.mssclamp.config.Problem#toString()} is the only place that lays out what
 * a person reads.
 */
@NullMarked
package org.mssclamp.config;

import org.jspecify.annotations.NullMarked;
