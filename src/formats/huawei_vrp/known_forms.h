// Tables of known forms: what a line could change, or that it changes nothing.
#pragma once

#include <algorithm>
#include <span>
#include <string_view>

#include "formats/huawei_vrp/reader.h"

namespace ringfence::formats::huawei_vrp {

/// One known form: words at the begin of a line. An empty reason: irrelevant.
struct Form {
  std::string_view words;
  std::uint8_t impact = 0;
  std::string_view reason = {};
};

/// Forms of the views of routing protocols; none for others.
std::span<const Form> RoutingFormsOf(View view);

/// Forms of `cpu-defend policy`.
std::span<const Form> CpuDefendForms();
/// A policer with nothing to pass: `cir 0`, `green discard`.
bool DropsWholeClass(const Line& line);

/// The first of the words.
constexpr std::string_view FirstWord(std::string_view words) { return words.substr(0, words.find(' ')); }
/// True when a table can be searched.
constexpr bool SortedByFirstWord(std::span<const Form> forms) {
  return std::ranges::is_sorted(forms, {}, [](const Form& form) { return FirstWord(form.words); });
}

}  // namespace ringfence::formats::huawei_vrp
