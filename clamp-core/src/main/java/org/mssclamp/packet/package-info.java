// SPDX-License-Identifier: Apache-2.0
/**
 * Wire headers as views over octets, and checksum arithmetic.
 *
 * <pre>
 *   SynPacket.decode ─▶ Ipv4Header | Ipv6Header ─▶ TcpHeader ─▶ TcpOptionCursor
 * </pre>
 *
 * Views own nothing: each is valid until the octets below it are overwritten, and is for one thread. A view checks all
 * it will ever read in {@code wrap}; after that no accessor reads outside the header.
 */
@NullMarked
package org.mssclamp.packet;

import org.jspecify.annotations.NullMarked;
