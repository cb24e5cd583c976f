// SPDX-License-Identifier: Apache-2.0
/**
 * A small server of HTTP/1.1 for this host alone, on a loopback port or a Unix socket: pages to read, one answer a connection.
 *
 * <pre>
 *   a client ─▶ HttpServer, one thread ─▶ HttpConnection ─▶ HttpRequest ─▶ HttpPages ─▶ HttpAnswer
 * </pre>
 *
 * However many clients come, however slow they are and whatever they send, they take that thread and no more.
 */
@NullMarked
package org.mssclamp.http;

import org.jspecify.annotations.NullMarked;
