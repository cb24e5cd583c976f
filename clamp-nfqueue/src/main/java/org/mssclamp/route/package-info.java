// SPDX-License-Identifier: Apache-2.0
/** What rtnetlink knows: today the names of links, by the index under which packets name them. */
@NullMarked
package org.mssclamp.route;

import org.jspecify.annotations.NullMarked;
