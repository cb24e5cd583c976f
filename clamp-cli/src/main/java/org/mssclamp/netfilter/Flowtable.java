// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.netfilter;

/**
 * A table of connections whose packets go past the hooks.
 *
 * @param name with family and table, as nft takes it
 */
public record Flowtable(String name) {}
