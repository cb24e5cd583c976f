// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.mssclamp.netfilter;

import org.jspecify.annotations.NullMarked;
