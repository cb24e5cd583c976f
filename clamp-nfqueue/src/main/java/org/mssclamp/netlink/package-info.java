// SPDX-License-Identifier: Apache-2.0
/**
 * Netlink messages as octets: headers, attributes, errors. Knows no socket.
 *
 * <pre>
 *   nlmsghdr 16 │ family header │ nlattr │ nlattr │ …      each part aligned to 4
 * </pre>
 *
 * Netlink's own headers are in host order; see {@link HostOrder}.
 */
@NullMarked
package org.mssclamp.netlink;

import org.jspecify.annotations.NullMarked;
