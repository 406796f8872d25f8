// A schema for tests that uses every form, every shape and every allowed mix of shapes.
#pragma once

#include <array>
#include <string_view>

#include "base/decode.h"

namespace ringfence::base {

inline constexpr std::array<std::string_view, 3> kToyColours = {"red", "green", "blue"};

inline constexpr std::array<FieldSchema, 3> kToyWheelFields = {{
    {"size", Shape::kText, TextForm::kInteger, true, "diameter"},
    {"colour", Shape::kText, TextForm::kWord, false, "its colour", nullptr, kToyColours},
    {"spare", Shape::kText, TextForm::kBool, false, "not mounted"},
}};
inline constexpr RecordSchema kToyWheel = {"wheel", "what it rolls on", kToyWheelFields};

inline constexpr std::array<FieldSchema, 2> kToyLendFields = {{
    {"lend", Shape::kText | Shape::kTextList, TextForm::kAny, false, "to whom"},
    {"until", Shape::kText, TextForm::kDate, true, "last day"},
}};
inline constexpr RecordSchema kToyLend = {"lend", "lent for a while", kToyLendFields};
inline constexpr std::array<FieldSchema, 2> kToySellFields = {{
    {"sell", Shape::kTextMap | Shape::kRecordMap, TextForm::kShare, true, "to whom which part", &kToyWheel},
    {"because", Shape::kText, TextForm::kAny, false, "why"},
}};
inline constexpr RecordSchema kToySell = {"sell", "sold in parts", kToySellFields};
inline constexpr std::array<const RecordSchema*, 2> kToyDealKinds = {&kToyLend, &kToySell};
inline constexpr RecordSchema kToyDeal = {"deal", "what becomes of it", {}, kToyDealKinds};

inline constexpr std::array<FieldSchema, 14> kToyFields = {{
    {"name", Shape::kText, TextForm::kAny, true, "its name"},
    {"colours", Shape::kTextList, TextForm::kWord, false, "all colours", nullptr, kToyColours},
    {"at", Shape::kTextList, TextForm::kDecimal, false, "place", nullptr, {}, 2},
    {"made", Shape::kText, TextForm::kDate, false, "day"},
    {"part", Shape::kText, TextForm::kPercent, false, "how much of it is ours"},
    {"rate", Shape::kText, TextForm::kTraffic, false, "how fast"},
    {"reach", Shape::kText, TextForm::kDistance, false, "how far"},
    {"address", Shape::kText | Shape::kTextList, TextForm::kAddress, false, "where it listens"},
    {"prefix", Shape::kText, TextForm::kPrefix, false, "its network"},
    {"main-wheel", Shape::kText | Shape::kRecord, TextForm::kAny, false, "one wheel or its name", &kToyWheel},
    {"wheels", Shape::kRecordMap, TextForm::kAny, false, "wheels by name", &kToyWheel},
    {"spares", Shape::kRecordList, TextForm::kAny, false, "wheels in the boot", &kToyWheel},
    {"notes", Shape::kTextMap, TextForm::kAny, false, "texts by name"},
    {"deals", Shape::kRecordMap, TextForm::kAny, false, "deals by name", &kToyDeal},
}};
inline constexpr RecordSchema kToy = {"toy", "a thing to play with", kToyFields};

}  // namespace ringfence::base
