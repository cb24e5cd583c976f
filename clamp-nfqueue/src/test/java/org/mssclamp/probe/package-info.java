// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.mssclamp.probe;

import org.jspecify.annotations.NullMarked;
