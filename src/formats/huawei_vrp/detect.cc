// Tells of VRP: `sysname`, sections closed by a lone `#`, words no other system prints. H3C Comware shares
// the first two, so its own tells refuse it.
#include "formats/huawei_vrp/huawei_vrp.h"

namespace ringfence::formats::huawei_vrp {
namespace {

/// Bytes looked at: tells stand early, and detection must stay cheap on large files.
constexpr std::size_t kLookBytesMax = 1U << 20U;

struct Tells {
  bool sysname = false;
  bool hash = false;
  bool own = false;      ///< a form only VRP prints
  bool foreign = false;  ///< a form of Comware or of another system
};

bool Starts(std::string_view text, std::string_view prefix) { return text.starts_with(prefix); }

void LookAt(std::string_view line, Tells& tells) {
  while (!line.empty() && (line.back() == ' ' || line.back() == '\r' || line.back() == '\t'))
    line.remove_suffix(1);
  if (line == "#") tells.hash = true;
  const std::size_t first = line.find_first_not_of(" \t");
  if (first == std::string_view::npos) return;
  const std::string_view text = line.substr(first);
  if (Starts(text, "sysname ")) tells.sysname = true;
  if (first == 0 && (Starts(text, "[V") || Starts(text, "!Software Version V"))) tells.own = true;
  for (const std::string_view own : {"undo shutdown",
                                     "undo portswitch",
                                     "ip route-static ",
                                     "ip vpn-instance ",
                                     "user-interface ",
                                     "mpls lsr-id ",
                                     "interface LoopBack",
                                     "interface NULL0",
                                     "interface Eth-Trunk",
                                     "stelnet ",
                                     "snetconf ",
                                     "local-user ",
                                     "acl number ",
                                     "acl name ",
                                     "acl ipv6 ",
                                     "ospf ",
                                     "bgp ",
                                     "isis ",
                                     "router id ",
                                     "ip ip-prefix "}) {
    if (Starts(text, own)) tells.own = true;
  }
  for (const std::string_view foreign :
       {"port link-mode ", "version 5.", "version 7.", "mdc Admin", "hostname ", "!!"}) {
    if (Starts(text, foreign)) tells.foreign = true;
  }
}

}  // namespace

Claim Detect(std::string_view text) {
  text = text.substr(0, kLookBytesMax);
  Tells tells;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    LookAt(text.substr(0, end), tells);
    if (tells.foreign) return Claim::kNo;
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return tells.hash && (tells.sysname || tells.own) ? Claim::kYes : Claim::kNo;
}

}  // namespace ringfence::formats::huawei_vrp
