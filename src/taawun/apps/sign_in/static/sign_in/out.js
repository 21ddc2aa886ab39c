// SPDX-License-Identifier: Apache-2.0
// Empties what pages kept in this browser: loaded by the page that follows signing out, and by no other, so that what
// could not be sent outlives a session that ended by itself.
"use strict";
sessionStorage.clear();
localStorage.clear();
