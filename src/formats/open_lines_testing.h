// Lines of access lists that a reader does not understand, where a routing protocol must pass them. For tests
// only: needs GoogleTest.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "formats/reader_testing.h"
#include "routing/filter_gaps.h"
#include "routing/network_testing.h"

namespace ringfence::formats {

/// Lines of the text, counted from 1, that may drop what its device exchanges in OSPF with 10.0.0.2, a
/// neighbour on the segment of its port with an address in 10.0.0.0/24. REQUIRES: the device is "a".
inline std::vector<std::uint32_t> LinesThatMayDropOspf(const routing::DeviceConfig& config) {
  routing::World net;
  net["a"] = config;
  net.Port("peer", "e", "10.0.0.2/24");
  net.Run("peer", "e", 0, 1, routing::ospf::NetworkType::kBroadcast);
  std::vector<routing::Gap> gaps;
  routing::AddFilterGaps(net.Build(), gaps);
  std::vector<std::uint32_t> lines;
  for (const routing::Gap& gap : gaps) lines.push_back(gap.span.line);
  return lines;
}

/// A list on a port that speaks OSPF: what stands before and behind the lines that are told apart. It ends
/// with a line that lets all pass.
struct OpenLineTexts {
  std::string before, behind;
  std::string permits_ospf;     ///< a line, or a block
  std::string denies, permits;  ///< lines that are not modelled, of one condition
};

/// A line that is not modelled and denies may drop OSPF, unless OSPF passed before; one that permits may not.
inline void ExpectLeftOpen(const Format& format, const OpenLineTexts& texts) {
  const auto open = [&](const std::string& lines) {
    return LinesThatMayDropOspf(ParseText(format, texts.before + lines + texts.behind).config);
  };
  const auto line = [](const std::string& text) {
    return static_cast<std::uint32_t>(1 + std::count(text.begin(), text.end(), '\n'));
  };
  EXPECT_THAT(open(""), testing::IsEmpty());
  const auto in_denies =
      testing::AllOf(testing::Ge(line(texts.before)), testing::Lt(line(texts.before + texts.denies)));
  EXPECT_THAT(open(texts.denies), testing::ElementsAre(in_denies));
  EXPECT_THAT(open(texts.permits), testing::IsEmpty());
  EXPECT_THAT(open(texts.permits_ospf + texts.denies), testing::IsEmpty());
  EXPECT_NE(OpenReasons(ParseText(format, texts.before + texts.denies + texts.behind)), "");
}

}  // namespace ringfence::formats
