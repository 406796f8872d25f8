// Values of elements that other programs' files carry in our own words (labels, custom fields, properties).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "importers/import.h"

namespace ringfence::importers {

/// Sets a value of an element by its key in inventory.yaml; lists are separated by ';' as in inventory.csv. A
/// key that no element has, or a text that is no value of it, is diagnosed.
void SetElementValue(Import& import, Record& element, std::string_view key, std::string_view text,
                     base::Span span);

/// Sets who makes parts of an element. Where nobody is said to make the whole, that is left aloud: then no
/// rule takes the makers of parts for all there is.
void SetPartMakers(Import& import, Record& element, std::string_view maker,
                   const std::vector<std::string>& parts, base::Span span);

/// The word of an element's kind that a text is, or that its last word is ("core-router"); "" when none.
std::string_view KindIn(std::string_view text);

}  // namespace ringfence::importers
