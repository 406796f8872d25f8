// What readers share about virtual links of OSPF.
#pragma once

#include <algorithm>
#include <vector>

#include "routing/ospf/ospf_config.h"

namespace ringfence::formats {

/// The virtual link of the same area and neighbour, put there when it is the first line about it.
inline routing::ospf::VirtualLink& VirtualLinkOf(std::vector<routing::ospf::VirtualLink>& links,
                                                 const routing::ospf::VirtualLink& like) {
  for (routing::ospf::VirtualLink& known : links) {
    if (known.transit == like.transit && known.neighbor == like.neighbor) return known;
  }
  return links.emplace_back(like);
}

/// Takes the virtual link of this area and neighbour away.
inline void EraseVirtualLink(std::vector<routing::ospf::VirtualLink>& links,
                             const routing::ospf::VirtualLink& like) {
  std::erase_if(links, [&like](const routing::ospf::VirtualLink& known) {
    return known.transit == like.transit && known.neighbor == like.neighbor;
  });
}

/// The virtual links of a process. Whether keys of the backbone hold on them differs, so with such keys each
/// is given to `demote` instead.
template <typename Demote>
std::vector<routing::ospf::VirtualLink> VirtualLinksWithout(
    bool backbone_keys, const std::vector<routing::ospf::VirtualLink>& links, const Demote& demote) {
  if (!backbone_keys) return links;
  for (const routing::ospf::VirtualLink& link : links) demote(link.span);
  return {};
}

}  // namespace ringfence::formats
