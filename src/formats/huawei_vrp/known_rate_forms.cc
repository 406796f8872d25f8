// Forms of `cpu-defend policy`, and of policers.
#include <array>

#include "formats/huawei_vrp/known_forms.h"
#include "formats/impacts.h"

namespace ringfence::formats::huawei_vrp {
namespace {

/// Rates drop what exceeds them, and sources that attack; lists and kinds of packets that are denied never
/// reach the device. Where a policy is bound does not matter: its own lines are what is open.
constexpr std::array kCpuDefendForms = {
    Form{"alarm"},
    Form{"application-apperceive"},
    Form{"auto-defend"},
    Form{"auto-port-defend"},
    Form{"blacklist", kOwnPackets, "filter of packets to the device"},
    Form{"car"},
    Form{"deny", kOwnPackets, "filter of packets to the device"},
    Form{"description"},
    Form{"ipv6-blacklist", kOwnPackets, "filter of packets to the device"},
    Form{"linkup-car"},
    Form{"packet-type"},
    Form{"priority"},
    Form{"process-sub-protocol"},
    Form{"rate-limit"},
    Form{"total-packet"},
    Form{"user-defined-flow"},
    Form{"whitelist"},
};
static_assert(SortedByFirstWord(kCpuDefendForms));

}  // namespace

std::span<const Form> CpuDefendForms() { return kCpuDefendForms; }

bool DropsWholeClass(const Line& line) {
  if (line.at(0) != "car" && line.at(0) != "qos" && line.at(0) != "rate-limit") return false;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    if (line.at(i) == "green" && line.at(i + 1) == "discard") return true;
    const bool rate = line.at(i) == "cir" || line.at(i) == "pps";
    if (rate && line.at(i + 1) == "0") return true;
  }
  return false;
}

}  // namespace ringfence::formats::huawei_vrp
