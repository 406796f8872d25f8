// The access lists that a use stands for.
#pragma once

#include <vector>

#include "model/device.h"

namespace ringfence::routing {

/// Lists that packets of the family meet at the use: the one of its name, where somebody defines it, and
/// where a filter is not modelled one of an open line for all packets, without spans. They live as long as
/// the device.
std::vector<const model::Acl*> ListsAt(const model::Device& device, const model::AclUse& use,
                                       net::Family family);

}  // namespace ringfence::routing
