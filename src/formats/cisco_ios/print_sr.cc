// Segment routing as text.

#include <fmt/format.h>

#include <algorithm>

#include "formats/cisco_ios/print.h"

namespace ringfence::formats::cisco_ios {

namespace sr = routing::sr;

void PrintSr(Printout& out, const sr::SrConfig& config) {
  if (!config.enabled) return;
  const sr::LabelBlock& block = config.blocks.front();
  out.text += fmt::format("segment-routing mpls\n global-block {} {}\n", block.first, block.last);
  const bool null = std::ranges::any_of(config.sids, &sr::PrefixSid::explicit_null);
  if (null || config.over_ldp == sr::OverLdp::kYes) {
    out.text += fmt::format(" set-attributes\n  address-family ipv4\n{}{}  exit-address-family\n",
                            config.over_ldp == sr::OverLdp::kYes ? "   sr-label-preferred\n" : "",
                            null ? "   explicit-null\n" : "");
  }
  if (config.sids.empty()) return;
  out.text += " connected-prefix-sid-map\n  address-family ipv4\n";
  for (const sr::PrefixSid& sid : config.sids)
    out.text += fmt::format("   {} index {} range 1\n", net::ToString(sid.prefix), sid.value);
  out.text += "  exit-address-family\n";
}

}  // namespace ringfence::formats::cisco_ios
