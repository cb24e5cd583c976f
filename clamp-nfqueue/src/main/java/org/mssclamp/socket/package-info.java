// SPDX-License-Identifier: Apache-2.0
/** Unix sockets in the file system, on which the daemon listens: how one takes its place, and how it leaves it. */
@NullMarked
package org.mssclamp.socket;

import org.jspecify.annotations.NullMarked;
