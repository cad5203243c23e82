"""Imported by every Python that a test starts: it uses no network either, this machine's own apart where told so."""

import os
import sys

sys.path.append(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests import network

network.forbid(os.environ.get(network.VARIABLE, "none"))
