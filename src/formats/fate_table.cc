#include "formats/fate_table.h"

#include <utility>

#include "base/check.h"

namespace ringfence::formats {

using model::Fate;
using model::Impact;
using model::LineFate;

FateTable::FateTable(base::FileId file, std::uint32_t line_count)
    : decided_(line_count, false), undecided_count_(line_count) {
  fates_.file = file;
  fates_.lines.assign(line_count, LineFate{Fate::kUnknown, Impact{Impact::kAll}});
}

void FateTable::Unmodelled(std::uint32_t line, std::uint8_t impact_bits, std::string_view reason) {
  Decide(line, {Fate::kUnmodelled, Impact{impact_bits}, std::string(reason)});
}

void FateTable::Unknown(std::uint32_t line, std::uint8_t impact_bits) {
  Decide(line, {Fate::kUnknown, Impact{impact_bits}});
}

void FateTable::Replace(std::uint32_t line, LineFate fate) {
  RF_CHECK(decided(line));
  fates_.lines[line - 1] = std::move(fate);
}

bool FateTable::decided(std::uint32_t line) const {
  RF_CHECK(line >= 1 && line <= decided_.size());
  return decided_[line - 1];
}

const LineFate& FateTable::at(std::uint32_t line) const {
  RF_CHECK(line >= 1 && line <= fates_.lines.size());
  return fates_.lines[line - 1];
}

model::FileFates FateTable::Take() {
  undecided_count_ = 0;
  decided_.clear();
  return std::exchange(fates_, {});
}

void FateTable::Decide(std::uint32_t line, LineFate fate) {
  RF_CHECK(!decided(line));
  decided_[line - 1] = true;
  --undecided_count_;
  fates_.lines[line - 1] = std::move(fate);
}

}  // namespace ringfence::formats
