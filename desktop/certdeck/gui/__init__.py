"""The windows of Certdeck. The only room that knows Qt."""
