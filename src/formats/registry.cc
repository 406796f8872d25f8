// Expands formats.def into the table of readers. The only file of the module that knows all units.

#include "formats/formats.h"

#include <algorithm>

namespace ringfence::formats {

#define RF_UNIT(unit)          \
  namespace unit {             \
  extern const Format kFormat; \
  }
#include "formats/formats.def"
#undef RF_UNIT

std::span<const Format* const> AllFormats() {
  // The sentinel keeps the array legal while the table is empty.
  static constexpr const Format* kTable[] = {
#define RF_UNIT(unit) &unit::kFormat,
#include "formats/formats.def"
#undef RF_UNIT
      nullptr};
  return std::span(kTable, std::size(kTable) - 1);
}

const Format* DetectFormat(const base::SourceFile& source, base::FileId file,
                           base::Diagnostics& diagnostics) {
  return ChooseFormat(AllFormats(), source, file, diagnostics);
}

const Format* FormatOfParts(std::span<const std::string> names) {
  const auto found = std::ranges::find_if(AllFormats(), [names](const Format* format) {
    return format->part_rank != nullptr && std::ranges::all_of(names, [format](const std::string& name) {
             return format->part_rank(name).has_value();
           });
  });
  return names.empty() || found == AllFormats().end() ? nullptr : *found;
}

}  // namespace ringfence::formats
