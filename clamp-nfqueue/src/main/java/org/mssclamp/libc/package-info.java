// SPDX-License-Identifier: Apache-2.0
/**
 * The C library: the only package that knows JNA, and what file descriptors are for.
 *
 * <p>Direct mapping with primitive arguments; addresses are {@code long}. Needs a 64-bit Linux: structures are laid out
 * for LP64.
 */
@NullMarked
package org.mssclamp.libc;

import org.jspecify.annotations.NullMarked;
