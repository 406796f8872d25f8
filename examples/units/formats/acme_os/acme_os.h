// Reader of Acme OS, an example; see characterization.md.
#pragma once

#include "formats/format.h"

namespace ringfence::formats::acme_os {

/// The reader.
extern const Format kFormat;

}  // namespace ringfence::formats::acme_os
