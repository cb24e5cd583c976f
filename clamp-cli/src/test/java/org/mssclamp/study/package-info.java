// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.mssclamp.study;

import org.jspecify.annotations.NullMarked;
