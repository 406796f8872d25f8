// Segment routing as text.
#include <fmt/format.h>

#include <algorithm>

#include "formats/huawei_vrp/print.h"

namespace ringfence::formats::huawei_vrp {

namespace sr = routing::sr;

void PrintSr(Printing& out) {
  const sr::SrConfig& config = out.config.sr;
  if (!config.enabled) return;
  if (!out.config.ldp.enabled)
    out.text += "mpls lsr-id 192.0.2.1\n#\nmpls\n#\n";  // the model does not keep the number
  out.text += "segment-routing\n";
  if (config.over_ldp == sr::OverLdp::kYes) out.text += " tunnel-prefer segment-routing\n";
  out.text += "#\n";
}

void PrintProcessSr(Printing& out, sr::SrIgp igp, const std::string& process) {
  const sr::SrConfig& config = out.config.sr;
  if (!config.enabled || config.igp != igp || config.process != process) return;
  if (igp == sr::SrIgp::kOspf) out.text += " opaque-capability enable\n";
  out.text += fmt::format(" segment-routing mpls\n segment-routing global-block {} {}\n",
                          config.blocks.front().first, config.blocks.front().last);
}

void PrintInterfaceSr(Printing& out, const model::Interface& interface) {
  const sr::SrConfig& config = out.config.sr;
  if (!config.enabled || interface.addresses.empty() || !interface.vrf.empty()) return;
  const net::Prefix subnet = interface.addresses.front().address.subnet();
  for (const sr::PrefixSid& sid : config.sids) {
    if (sid.prefix == subnet)
      out.text += fmt::format(" {} prefix-sid index {}\n", config.igp == sr::SrIgp::kIsis ? "isis" : "ospf",
                              sid.value);
  }
}

}  // namespace ringfence::formats::huawei_vrp
