// SPDX-License-Identifier: Apache-2.0
/**
 * Tests on a real kernel: namespaces, NFQUEUE, and xt_TCPMSS as the oracle.
 *
 * <p>{@link Lab} draws the network. Nothing here touches the namespace that the tests were started in.
 */
@NullMarked
package org.mssclamp.kernel;

import org.jspecify.annotations.NullMarked;
