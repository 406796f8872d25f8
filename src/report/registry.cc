// Expands report_formats.def into the table of formats. The only file of the module that knows all units.

#include "report/report.h"

namespace ringfence::report {

#define RF_UNIT(unit)          \
  namespace unit {             \
  extern const Format kFormat; \
  }
#include "report/report_formats.def"
#undef RF_UNIT

std::span<const Format* const> AllFormats() {
  static constexpr const Format* kTable[] = {
#define RF_UNIT(unit) &unit::kFormat,
#include "report/report_formats.def"
#undef RF_UNIT
      nullptr};
  return std::span(kTable, std::size(kTable) - 1);
}

const Format* FindFormat(std::string_view name) {
  for (const Format* format : AllFormats()) {
    if (format->name == name) return format;
  }
  return nullptr;
}

}  // namespace ringfence::report
