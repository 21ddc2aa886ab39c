# SPDX-License-Identifier: Apache-2.0
"""A small plan of an exercise in three scripts, as both sides agree it."""

from typing import Any

PARTIES = ("PK", "BH")
PLAYERS = "MCC | PK | کوسٹ گارڈ آپریشنز روم\nOPS | BH | غرفة عمليات خفر السواحل"
OBJECTIVES = "1 | Stop a dhow together | Maritime interdiction\n2 | إبلاغ جهة الاتصال | Notification"
ROWS = (
    "1 | 0 | PK | MCC | radio | ایک لانچ جواب نہیں دیتی | کنٹرول کو اطلاع | Raza | 1",
    "2 | 10 | PK | OPS | desk | A dhow heads for Bahrain | Call the contact | Raza | 2",
    "3 | 20 | BH | MCC | desk | زورق يغير مساره | Change the patrol | Mona | 1",
    "4 | 30 | PK | OPS | desk | It changes its name | اتصل بالجهة | Raza | 2",
)
INJECTS = "\n".join(ROWS)
TIMING = {"speed": 60, "late_after": 30}
PLAN: dict[str, Any] = {
    "name": "مشق محفوظ بندرگاہ", "scenario": "تمرين على قارب مشتبه به", "timing": TIMING, "players": PLAYERS,
    "objectives": OBJECTIVES, "injects": INJECTS,
}  # fmt: skip
HEAD_CSV = "number,minute,from,to,channel,text,expected action,controller,objective"
