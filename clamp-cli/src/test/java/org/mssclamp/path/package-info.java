// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.mssclamp.path;

import org.jspecify.annotations.NullMarked;
