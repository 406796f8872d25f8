// MPLS labels by what they mean. Routers number labels as they come, so but for static paths no configuration
// contains the numbers; what a label stands for at the router that receives it is the same in every run (RFC
// 3031 sections 3.1, 3.14).
#pragma once

#include <compare>
#include <cstdint>
#include <deque>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "routing/prefix_table.h"
#include "routing/table_id.h"

namespace ringfence::routing {

class Network;

/// What the router that gets a packet with the label on top does with it.
enum class LabelKind : std::uint8_t {
  kPrefix,    ///< takes it on towards `prefix` of its default table; where no packet came in with it: by any
              ///< label for that, else by one that LDP told
  kSid,       ///< takes it on towards `prefix`, whose SID of the algorithm `number` it is; where no packet
              ///< came in with it and the algorithm has no path: as kPrefix
  kTable,     ///< takes the label off and looks the packet up in `table`
  kRoute,     ///< takes the label off and uses the route of exactly `prefix` in `table`
  kVpnRoute,  ///< takes it on as what it has chosen for `prefix` under the distinguisher `number`: a border
              ///< router between autonomous systems without a VRF of it; `table` is its default one
  kNumber,    ///< looks `number` up in what is configured there: a path that nobody told about
  kVxlan,     ///< no label: the packet travels inside of UDP to the tunnel end `prefix`, which tells by `vni`
              ///< whose it is (RFC 7348)
  kSrv6,    ///< no label: the packet travels inside of IPv6 to an address of the block `prefix`, which stands
            ///< for `table` (RFC 8986)
  kTunnel,  ///< takes it on along the tunnel `number` of the router of `table`, as TeConfig numbers them
  kPseudowire,  ///< takes the frame out and gives it to the pseudowire `number` of the router of `table`
  kBridge,      ///< takes the frame out and gives it to the EVPN instance whose far ends are in `table`
  kUnknown,     ///< not computed
};

/// One label.
struct Label {
  LabelKind kind = LabelKind::kUnknown;
  TableId table = {};  ///< of the router that gave the label, or whose tunnel it is; invalid for kPrefix,
                       ///< kSid, kNumber, kVxlan
  PrefixIndex prefix = kNoPrefix;  ///< kNoPrefix for kTable, kBridge, kNumber and kTunnel
  std::uint32_t number = 0;  ///< of kNumber, kVpnRoute and kTunnel; of kSid the algorithm; of kVxlan the
                             ///< network identifier; of kPseudowire its identifier
  friend auto operator<=>(const Label&, const Label&) = default;
};

struct LabelStackTag;
/// A stack of labels; invalid: none.
using LabelStackId = base::Id<LabelStackTag>;

/// Every stack that was asked for, once. Ids and texts stay valid. Confined to one thread.
class LabelStacks {
 public:
  /// Both must outlive it.
  LabelStacks(const Network& network, const PrefixTable& prefixes) : network_(network), prefixes_(prefixes) {}

  /// The stack of these labels, the outermost first.
  LabelStackId Intern(std::vector<Label> labels);
  /// Outermost first. REQUIRES: valid.
  std::span<const Label> operator[](LabelStackId id) const { return *stacks_[id.index()]; }
  /// The stack without its outermost label. REQUIRES: valid.
  LabelStackId Below(LabelStackId id);
  /// `above`, then `below`; each may be no stack at all.
  LabelStackId Joined(LabelStackId above, LabelStackId below);
  /// The stack with another outermost label. REQUIRES: valid.
  LabelStackId WithTop(LabelStackId id, const Label& top);
  /// The number of a prefix, or kNoPrefix.
  PrefixIndex Find(const net::Prefix& prefix) const { return prefixes_.Find(prefix); }
  /// The prefix of a label that has one.
  const net::Prefix& PrefixOf(const Label& label) const { return prefixes_[label.prefix]; }
  /// For people: "to 10.0.0.4/32 | table red of PE2". REQUIRES: valid.
  std::string_view TextOf(LabelStackId id) const { return texts_[id.index()]; }

 private:
  std::string TextOf(const Label& label) const;

  const Network& network_;
  const PrefixTable& prefixes_;
  std::map<std::vector<Label>, std::size_t> ids_;
  std::vector<const std::vector<Label>*> stacks_;
  std::deque<std::string> texts_;
};

}  // namespace ringfence::routing
