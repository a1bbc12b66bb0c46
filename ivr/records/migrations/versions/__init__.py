"""Each step: a module that stands for itself and is never changed once it was released."""
