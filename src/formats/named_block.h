// Blocks of things that have names, for readers that keep the name of the open one in `block_name`.
#pragma once

#include <string_view>
#include <utility>

#include "formats/block_reader.h"

namespace ringfence::formats {

/// Opens the block of one of `things`, whose name comes next, or with `no` takes the thing out.
template <class Reader, class Things>
Verdict OpenNamed(Reader& reader, Statement& statement, std::string_view what, Things& things,
                  typename BlockReader<Reader>::Handler handler, std::uint8_t unknown_impact) {
  auto name = TakeName(reader, statement, what);
  if (!name) return kNotKnown;
  if (statement.negated) return things.erase(*name), kUnderstood;
  reader.block_name = std::move(*name);
  things[reader.block_name];
  reader.Open(handler, unknown_impact);
  return kUnderstood;
}

}  // namespace ringfence::formats
