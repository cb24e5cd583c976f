// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.path;

/**
 * What may be wrong with a path or its tunnels.
 *
 * @param code the name in output, such as {@code jumbo}
 * @param source RFC and section, or where else it is laid down
 */
public record Warning(String code, String text, String source) {}
